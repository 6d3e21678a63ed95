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
}
