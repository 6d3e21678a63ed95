package io.recvq.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartsTest {
  @Test
  void aHexDumpShowsOffsetsBytesAndPrintableText() {
    byte[] bytes = "\u0000gHello, \ud83d\udc30 wor\u001b[2Jld".getBytes(StandardCharsets.UTF_8);
    assertEquals(
        List.of(
            "00000040  00 67 48 65 6c 6c 6f 2c  20 f0 9f 90 b0 20 77 6f  .gHello, .... wo",
            "00000050  72 1b 5b 32 4a 6c 64                              r.[2Jld"),
        HexDump.lines(ByteBuffer.wrap(bytes), 0x40));
    assertEquals(List.of(), HexDump.lines(ByteBuffer.allocate(0), 0));
  }

  @Test
  void offsetsBeyondFourGigabytesAreWritten() {
    assertEquals(
        "0000000100000000  41                                                A",
        HexDump.lines(ByteBuffer.wrap(new byte[] {'A'}), 1L << 32).get(0));
  }

  @Test
  void aSparklineKeepsEveryPeak() {
    assertEquals(" ▁▄█", Sparkline.of(new double[] {0, 0.001, 4, 8}, 10));
    assertEquals("█▁", Sparkline.of(new double[] {1, 100, 2, 3}, 2));
    assertEquals("", Sparkline.of(new double[0], 10));
    assertEquals("  ", Sparkline.of(new double[2], 10));
  }

  @Test
  void barsShareOneScale() {
    assertEquals(
        List.of("  one   10  ██████████", " half    5  █████", "three  0.1  ▏", " none    0"),
        new BarChart()
            .bar("one", 10, "10")
            .bar("half", 5, "5")
            .bar("three", 0.1, "0.1")
            .bar("none", 0, "0")
            .lines(22, Style.PLAIN));
  }

  @Test
  void aColouredBarEndsWhereItEnds() {
    assertEquals(
        List.of("a  1  \u001b[36m██████████\u001b[0m", "b  0"),
        new BarChart().bar("a", 1, "1").bar("b", 0, "0").lines(5, new Style(true)));
    assertEquals(
        List.of("a  8  \u001b[36m████████████████\u001b[0m", "b  1  \u001b[36m██\u001b[0m"),
        new BarChart().bar("a", 8, "8").bar("b", 1, "1").lines(22, new Style(true)));
  }

  @Test
  void aHexDumpShowsFromThePositionToTheLimit() {
    ByteBuffer bytes = ByteBuffer.wrap("..\u001f ~\u007f..".getBytes(StandardCharsets.UTF_8));
    bytes.position(2).limit(6);
    assertEquals(
        List.of("00000100  1f 20 7e 7f                                       . ~."),
        HexDump.lines(bytes, 0x100));
    assertEquals(2, bytes.position());
  }

  @Test
  void aFillBarHasItsWidthWhateverItHolds() {
    assertEquals("    ", FillBar.of(0, 100, 4));
    assertEquals("▏   ", FillBar.of(1, 1_000_000, 4));
    assertEquals("█▌  ", FillBar.of(3, 8, 4));
    assertEquals("██  ", FillBar.of(50, 100, 4));
    assertEquals("███▉", FillBar.of(31, 32, 4));
    assertEquals("████", FillBar.of(100, 100, 4));
    assertEquals("████", FillBar.of(900, 100, 4));
    assertEquals("    ", FillBar.of(-5, 100, 4));
    assertEquals("    ", FillBar.of(0, 0, 4));
    assertEquals("▏   ", FillBar.of(7, 0, 4));
    assertEquals("█   ", FillBar.of(1, 4, 4));
  }
}
