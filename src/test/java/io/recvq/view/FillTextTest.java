package io.recvq.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.net.Errno;
import io.recvq.render.Style;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Rows;
import io.recvq.sockets.SocketMemory;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.SocketTimer;
import io.recvq.sockets.TcpField;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FillTextTest {
  private static final String OURS = "127.0.0.1:46274";
  private static final String PEERS = "127.0.0.1:65432";

  private static InetRow end(
      String local, String remote, long recvQ, long sendQ, SocketTimer.Kind timer) {
    return Rows.with(
        Rows.tcp(SocketState.ESTABLISHED, local, remote, recvQ, sendQ, 1),
        new SocketTimer(timer, 0, 0),
        Map.of(TcpField.NOTSENT, sendQ),
        Optional.of(new SocketMemory(0, 131_072, 0, 4_194_304, 0, 0, 0, 0, 0)));
  }

  private static final FillText FILLED =
      new FillText(
          new FillReport(
              OURS,
              PEERS,
              FillReport.Outcome.WOULD_BLOCK,
              Optional.of(Errno.EAGAIN),
              4_291_584,
              OptionalLong.of(3_910_656),
              Duration.ofNanos(3_070_000),
              Duration.ofMillis(1010),
              true,
              Optional.of(
                  new ConnectionSample(
                      0,
                      Optional.of(end(OURS, PEERS, 0, 4_163_072, SocketTimer.Kind.PERSIST)),
                      Optional.of(end(PEERS, OURS, 128_512, 0, SocketTimer.Kind.OFF)))),
              List.of()));

  @Test
  void theReportFitsATerminalOfEightyColumns() {
    assertEquals(
        """
        connection   127.0.0.1:46274 to 127.0.0.1:65432
        outcome      refused: write() took nothing (EAGAIN 11, Resource temporarily
                     unavailable)
        first refusal after 3,910,656 bytes, 3.07 ms
        accepted     4,291,584 bytes in 1.01 s, a plateau
        SO_SNDBUF    4,194,304 bytes granted
        SO_RCVBUF    131,072 bytes granted to the peer

        End       Recv-Q   Send-Q  Not-sent  State        Timer
        this end       0  4163072   4163072  ESTABLISHED  persist
        the peer  128512        0         0  ESTABLISHED  off

        conserved: 4,163,072 not sent + 128,512 unread by the peer = 4,291,584 accepted""",
        String.join("\n", FILLED.lines(Style.PLAIN, 80)));
  }

  @Test
  void onANarrowTerminalSentencesAreBrokenBetweenWords() {
    List<String> lines = FILLED.lines(Style.PLAIN, 60);

    assertEquals(
        """
        outcome      refused: write() took nothing (EAGAIN 11,
                     Resource temporarily unavailable)""",
        String.join("\n", lines.subList(1, 3)));
    assertEquals(
        """
        conserved: 4,163,072 not sent + 128,512 unread by the peer =
          4,291,584 accepted""",
        String.join("\n", lines.subList(lines.size() - 2, lines.size())));
    assertEquals(60, lines.stream().mapToInt(String::length).max().orElseThrow());
  }

  @Test
  void aUnixDomainSocketIsNotSaidToBeGone() {
    FillReport report =
        new FillReport(
            "unix:",
            "unix:/tmp/s",
            FillReport.Outcome.LIMIT,
            Optional.empty(),
            10,
            OptionalLong.empty(),
            Duration.ZERO,
            Duration.ofMillis(7),
            false,
            Optional.empty(),
            List.of());
    List<String> lines = new FillText(report).lines(Style.PLAIN, 80);

    assertEquals(
        "queues       not looked at: they are TCP's, and this is a Unix-domain socket",
        String.join(" ", lines.subList(3, lines.size())));
  }
}
