package io.recvq.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.net.Errno;
import io.recvq.peer.GrantedOption;
import io.recvq.peer.SocketCall;
import io.recvq.render.Style;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SocketCallTextTest {
  private static SocketCall write(SocketCall.Result result) {
    return new SocketCall(
        Instant.EPOCH, "write", OptionalInt.of(65_536), result, Duration.ofNanos(20_000));
  }

  private static String line(SocketCallText.Run run) {
    return SocketCallText.line(Style.PLAIN, run);
  }

  @Test
  void callsThatReturnedTheSameAreOneLineWithTheirNumber() {
    SocketCall whole = write(new SocketCall.Returned(65_536));
    SocketCallText.Run run = SocketCallText.Run.of(whole).with(whole).orElseThrow();
    assertEquals(
        "write 65,536          65,536, 2 times                             40.0 µs", line(run));
    assertEquals(true, run.with(write(new SocketCall.Returned(1))).isEmpty());
  }

  @Test
  void aRefusalIsItsErrnoAndItsWords() {
    assertEquals(
        "write 65,536          EAGAIN 11 Resource temporarily unavailable  20.0 µs",
        line(SocketCallText.Run.of(write(new SocketCall.Failed(Errno.EAGAIN)))));
  }

  @Test
  void refusalsInARowAreTheErrnoAndTheirNumber() {
    SocketCall refused = write(new SocketCall.Failed(Errno.EAGAIN));
    assertEquals(
        "write 65,536          EAGAIN 11, 2 times                          40.0 µs",
        line(SocketCallText.Run.of(refused).with(refused).orElseThrow()));
  }

  @Test
  void aPartAndACallThatDidNotReturnAreSaid() {
    assertEquals(
        "write 65,536          4,096 (a part)                              20.0 µs",
        line(SocketCallText.Run.of(write(new SocketCall.Returned(4096)))));
    assertEquals(
        "write 65,536          did not return (47,616 taken)               20.0 µs",
        line(SocketCallText.Run.of(write(new SocketCall.CutShort(47_616)))));
  }

  @Test
  void anOptionIsWhatWasAskedAndWhatWasGranted() {
    assertEquals(
        "\n  SO_SNDBUF    65,536 asked, 131,072 granted\n  TCP_NODELAY  1 asked, 1 granted",
        GrantedOptionText.below(
            List.of(
                new GrantedOption("SO_SNDBUF", 65_536, 131_072),
                new GrantedOption("TCP_NODELAY", 1, 1))));
  }
}
