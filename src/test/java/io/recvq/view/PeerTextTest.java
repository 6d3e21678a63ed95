package io.recvq.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.net.Errno;
import io.recvq.peer.Ending;
import io.recvq.peer.PeerEvent;
import io.recvq.protocol.Malformed;
import io.recvq.render.Style;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerTextTest {
  private static final Instant NOW = Instant.EPOCH;

  private static String line(PeerEvent event) {
    return new PeerText(Style.PLAIN).line(event);
  }

  @Test
  void aServerSaysWhereItListensInTheWordsOfTheContract() {
    assertEquals(
        "listening on 127.0.0.1:65432",
        line(new PeerEvent.Listening(NOW, "127.0.0.1:65432", false, List.of())));
  }

  @Test
  void aResetNamesItsErrno() {
    Ending reset = new Ending(Ending.Kind.RESET, Optional.of(Errno.ECONNRESET), "");
    assertEquals(
        "#3 reset by the peer (ECONNRESET 104): 12 bytes in, 0 out, 1.50 ms",
        line(
            new PeerEvent.Closed(
                NOW, 3, "127.0.0.1:9", reset, 12, 0, Duration.ofNanos(1_500_000))));
  }

  @Test
  void foreignBytesAreEscaped() {
    ByteBuffer bytes = ByteBuffer.wrap("a\u001b[2J\n".getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "#1 received 6 bytes a\\x1b[2J\\n", line(new PeerEvent.Data(NOW, 1, true, 0, bytes, 6)));
  }

  @Test
  void aMalformedFrameIsToldWithItsPositionAndReason() {
    Malformed malformed = new Malformed(7, Malformed.Reason.BAD_JSON, "the header is empty");
    assertEquals(
        "#2 malformed frame at byte 7: bad-json, the header is empty",
        line(new PeerEvent.MalformedSeen(NOW, 2, "a", "b", malformed)));
  }

  @Test
  void outOfDescriptorsSaysWhatToDo() {
    assertEquals(
        "out of descriptors (EMFILE 24) with 40 connections open; more wait in the accept queue"
            + " (see ulimit -n)",
        line(new PeerEvent.OutOfDescriptors(NOW, 40, "EMFILE 24")));
  }
}
