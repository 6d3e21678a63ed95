package io.recvq.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.diagnose.LimitedBy;
import io.recvq.diagnose.Verdict;
import io.recvq.net.Endpoint;
import io.recvq.render.DisplayWidth;
import io.recvq.render.FillBar;
import io.recvq.render.Style;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.Proto;
import io.recvq.sockets.SocketMemory;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.SocketTimer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopFrameTest {
  private static InetRow row(SocketState state, String local, String remote, long recv, long send) {
    return new InetRow(
        Proto.TCP,
        false,
        state,
        recv,
        send,
        Endpoint.parse(local),
        Endpoint.parse(remote),
        0,
        0,
        1,
        1,
        SocketTimer.OFF,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new SocketMemory(0, 131_072, 0, 4_194_304, 0, 0, 0, 0, 0)),
        Ownership.NOT_ASKED);
  }

  private static final Verdict STUCK =
      new Verdict(
          LimitedBy.RECEIVER,
          Optional.empty(),
          "receiver is not reading: 127.0.0.1:65432",
          List.of("Recv-Q 65,536 bytes wait"),
          List.of(),
          "");

  private static final List<TopRow> ROWS =
      List.of(
          TopRow.group(
              "s1",
              "serve echo on 127.0.0.1:65432",
              Optional.of(row(SocketState.LISTEN, "127.0.0.1:65432", "0.0.0.0:0", 0, 4096)),
              "stalled"),
          new TopRow(
              "s1.1",
              true,
              "c1 127.0.0.1:4000",
              Optional.of(
                  row(SocketState.ESTABLISHED, "127.0.0.1:65432", "127.0.0.1:4000", 65_536, 0)),
              0,
              1500,
              "",
              Optional.of(STUCK)),
          new TopRow(
              "c1", true, "s1.1 127.0.0.1:65432", Optional.empty(), -1, -1, "", Optional.empty()));

  private static List<String> frame(int columns, TopFrame.Lower lower) {
    return new TopFrame(
            Style.PLAIN,
            columns,
            16,
            "this shell",
            ROWS,
            1,
            7,
            List.of("s1  #1 accepted 127.0.0.1:4000"),
            lower,
            "q quit")
        .text();
  }

  @Test
  void groupsConnectionsBarsFindingsAndEventsHaveTheirPlaces() {
    String expected =
        """
        top of this shell
        1 connection, 1 limited  Recv-Q 65,536  Send-Q 0  7 frames
        Name   Peer                 State         Recv-Q              Send-Q
        s1     serve echo on 127.0.0.1:65432  stalled  0 of 4096 waiting
        > s1.1 c1 127.0.0.1:4000    ESTABLISHED    65536 █████             0
          c1   s1.1 127.0.0.1:65432 gone




        ────────────────────────────────────────────────────────────────────────────────
        ! receiver is not reading: 127.0.0.1:65432
        s1  #1 accepted 127.0.0.1:4000


        q quit
        """;
    List<String> text = frame(80, TopFrame.Lower.FINDINGS);
    assertEquals(
        expected, String.join("\n", text.stream().map(String::stripTrailing).toList()) + "\n");
  }

  @Test
  void eachFrameHasTheScreensHeightAndNoLineIsWider() {
    for (int columns : List.of(80, 120, 200)) {
      for (TopFrame.Lower lower : TopFrame.Lower.values()) {
        List<String> text = frame(columns, lower);
        assertEquals(16, text.size());
        for (String line : text) {
          assertTrue(DisplayWidth.of(line) <= columns, columns + ": " + line);
        }
      }
    }
  }

  @Test
  void onANarrowScreenPeersStayWholeAndBarsGo() {
    String row = frame(60, TopFrame.Lower.FINDINGS).get(4);
    assertEquals("> s1.1 c1 127.0.0.1:4000    ESTABLISHED    65536        0", row);
  }

  @Test
  void ratesStandBelowTheirHeadings() {
    List<String> text = frame(120, TopFrame.Lower.FINDINGS);
    assertEquals(text.get(2).length(), text.get(4).length());
  }

  @Test
  void aWideScreenHasRates() {
    assertTrue(frame(120, TopFrame.Lower.FINDINGS).get(4).contains("1.5 kB/s"));
  }

  @Test
  void detailsShowTheEvidence() {
    List<String> text = frame(80, TopFrame.Lower.DETAILS);
    assertTrue(text.contains("receiver is not reading: 127.0.0.1:65432"));
    assertTrue(text.contains("  - Recv-Q 65,536 bytes wait"));
  }

  @Test
  void aBarIsExactToAnEighthAndNeverHidesSomething() {
    assertEquals("    ", FillBar.of(0, 100, 4));
    assertEquals("▏   ", FillBar.of(1, 1000, 4));
    assertEquals("██  ", FillBar.of(50, 100, 4));
    assertEquals("█▌  ", FillBar.of(3, 8, 4));
    assertEquals("████", FillBar.of(500, 100, 4));
    assertEquals("▏   ", FillBar.of(5, 0, 4));
  }
}
