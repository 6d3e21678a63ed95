package io.recvq.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.cli.SocketPairs;
import io.recvq.render.JsonLines;
import io.recvq.render.Style;
import io.recvq.render.TextOut;
import io.recvq.render.TextWrap;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.Rows;
import io.recvq.sockets.SocketPair;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.SocketTimer;
import io.recvq.sockets.SocketTotals;
import io.recvq.sockets.TcpField;
import io.recvq.sys.Machine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SocketsTextTest {
  private static final InetRow LISTENER =
      Rows.tcp(SocketState.LISTEN, "0.0.0.0:7002", "0.0.0.0:0", 2, 128, 1)
          .withOwners(Rows.by(200, "java", 6));
  private static final InetRow STALLED =
      Rows.tcp(SocketState.ESTABLISHED, "127.0.0.1:7002", "127.0.0.1:50000", 114_176, 0, 2)
          .withOwners(Rows.by(200, "ja\u001bva", 7));
  private static final InetRow WAITING =
      Rows.tcp(SocketState.TIME_WAIT, "[::1]:7002", "[::1]:50001", 0, 0, 0)
          .withOwners(Ownership.NONE);
  private static final InetRow CLIENT =
      Rows.tcp(SocketState.ESTABLISHED, "127.0.0.1:50000", "127.0.0.1:7002", 0, 4_137_472, 3)
          .withOwners(Ownership.NOT_PERMITTED);

  private static String table(boolean owners, boolean info, SocketRow... rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TextOut out = new TextOut(bytes, false);
    new SocketsText(Style.PLAIN, owners, info, false, Machine.local().users())
        .write(out, List.of(rows));
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theTableHasNetstatsColumnsAndSaysWhatAListenersNumbersMean() {
    assertEquals(
        """
        Proto Recv-Q  Send-Q Local Address   Foreign Address State
        tcp        2     128 0.0.0.0:7002    0.0.0.0:*       LISTEN
        tcp   114176       0 127.0.0.1:7002  127.0.0.1:50000 ESTABLISHED
        tcp6       0       0 [::1]:7002      [::1]:50001     TIME_WAIT
        tcp        0 4137472 127.0.0.1:50000 127.0.0.1:7002  ESTABLISHED
        LISTEN rows: Recv-Q is the number of connections waiting to be accepted, Send-Q the backlog.
        """,
        table(false, false, LISTENER, STALLED, WAITING, CLIENT));
  }

  @Test
  void ownersAreEscapedAndNotPermittedIsNotNobody() {
    assertEquals(
        """
        Proto Recv-Q  Send-Q Local Address   Foreign Address State       User     PID/Program fd
        tcp   114176       0 127.0.0.1:7002  127.0.0.1:50000 ESTABLISHED root     200/ja\\x1bva 7
        tcp6       0       0 [::1]:7002      [::1]:50001     TIME_WAIT   -        -
        tcp        0 4137472 127.0.0.1:50000 127.0.0.1:7002  ESTABLISHED root     not permitted
        """,
        table(true, false, STALLED, WAITING, CLIENT));
  }

  @Test
  void tcpsNumbersStandBelowTheirRow() {
    InetRow row =
        Rows.with(
            CLIENT,
            new SocketTimer(SocketTimer.Kind.PERSIST, 200, 1),
            Map.of(
                TcpField.RTT, 1500L,
                TcpField.RTTVAR, 300L,
                TcpField.MIN_RTT, 30L,
                TcpField.SND_CWND, 10L,
                TcpField.SND_MSS, 1448L,
                TcpField.BUSY, 2_000_000L,
                TcpField.RWND_LIMITED, 1_000_000L,
                TcpField.NOTSENT, 4_137_472L),
            Optional.empty());
    String text = table(false, true, row);
    List<String> lines = text.lines().toList();
    assertEquals(
        "      cubic, rtt 1.50 ms/300 µs, min 30.0 µs, cwnd 10, mss 1448, peer's window 0,"
            + " retrans 0/0",
        lines.get(2));
    assertEquals(
        "      sent 0 B in 0 segments, received 0 B in 0, not sent 4137472, busy 2.00 s,"
            + " rwnd_limited 1.00 s (50 %), timer persist in 200 ms, retry 1",
        lines.get(3));
  }

  @Test
  void aPairTakesOneRow() {
    List<String> lines =
        SocketPairs.text(
            SocketPair.of(List.of(STALLED), List.of(LISTENER, STALLED, CLIENT)),
            false,
            Style.PLAIN);
    assertEquals(
        List.of(
            "Proto  Near             Recv-Q   Send-Q  State        Far             Recv-Q  Send-Q"
                + "  State",
            "tcp    127.0.0.1:50000       0  4137472  ESTABLISHED  127.0.0.1:7002  114176       0"
                + "  ESTABLISHED"),
        lines);
  }

  @Test
  void whatDoesNotExistIsNullInJson() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TextOut out = new TextOut(bytes, false);
    SocketsJson.write(new JsonLines(out), WAITING);
    SocketsJson.write(new JsonLines(out), CLIENT);
    out.flush();
    assertEquals(
        """
        {"type":"socket","proto":"tcp6","state":"TIME_WAIT","recvQ":0,"sendQ":0,"local":"[::1]:7002",\
        "remote":"[::1]:50001","uid":null,"inode":null,"pid":null,"process":null,"fd":null,\
        "owner":"none","cookie":1000,"family":"inet"}
        {"type":"socket","proto":"tcp","state":"ESTABLISHED","recvQ":0,"sendQ":4137472,\
        "local":"127.0.0.1:50000","remote":"127.0.0.1:7002","uid":0,"inode":3,"pid":null,\
        "process":null,"fd":null,"owner":"not-permitted","cookie":1003,"family":"inet"}
        """,
        bytes.toString(StandardCharsets.UTF_8));
  }

  private static String frame(int columns) {
    List<WatchFrame.Line> lines =
        List.of(
            new WatchFrame.Line(
                STALLED, WatchFrame.Mark.CHANGED, 1500, 0, new double[] {0, 1, 2, 4}),
            new WatchFrame.Line(CLIENT, WatchFrame.Mark.OPENED, -1, -1, new double[] {8}));
    WatchFrame frame =
        new WatchFrame(
            Style.PLAIN,
            columns,
            12,
            "port 7002  by recvq",
            SocketTotals.of(List.of(STALLED, CLIENT)),
            lines,
            0,
            true,
            "keys");
    return String.join("\n", frame.text()) + "\n";
  }

  @Test
  void aFrameOfTheWatchShowsMarksTheSelectedRowAndItsDetails() {
    assertEquals(
        """
        recvq sockets  port 7002  by recvq
        2 endpoints  2 established  Recv-Q 114176  Send-Q 4137472
          Proto  Recv-Q  Send-Q Local Address   Foreign Address State             in/s      out/s Queues           Process
        > tcp    114176       0 127.0.0.1:7002  127.0.0.1:50000 ESTABLISHED   1.5 kB/s          0  ▂▄█             ja\\x1bva/200
        + tcp         0 4137472 127.0.0.1:50000 127.0.0.1:7002  ESTABLISHED                       █                not permitted

        ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
        127.0.0.1:7002 → 127.0.0.1:50000  ESTABLISHED
        held by ja\\x1bva/200, uid 0, inode 2
        in 1.5 kB/s, out 0, queues  ▂▄█

        keys
        """,
        frame(120));
  }

  @Test
  void onANarrowScreenTheProcessStaysAndTheRatesAreInTheDetails() {
    assertEquals(
        """
          Proto  Recv-Q  Send-Q Local Address   Foreign Address State       Process
        > tcp    114176       0 127.0.0.1:7002  127.0.0.1:50000 ESTABLISHED ja\\x1bva/200
        + tcp         0 4137472 127.0.0.1:50000 127.0.0.1:7002  ESTABLISHED not permitted
        """,
        String.join("\n", frame(80).lines().skip(2).limit(3).toList()) + "\n");
  }

  @Test
  void aListOfDetailsIsBrokenBetweenItsItems() {
    assertEquals(
        List.of("rtt 8.00 µs/4.00 µs,", "min 8.00 µs, cwnd 10"),
        TextWrap.items(List.of("rtt 8.00 µs/4.00 µs", "min 8.00 µs", "cwnd 10"), 21));
  }
}
