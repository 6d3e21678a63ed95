package io.recvq.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenderTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TextOut out = new TextOut(bytes, false);

  private String written() {
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void jsonHoldsNothingThatATerminalObeysAndMeansTheSame() throws Exception {
    String foreign = "a\u009b31m\u007f\u202eb\u00e9\u2029\u061c\u2067\u20ac\ud83d\udc30\u0085";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TextOut out = new TextOut(bytes, false);
    new JsonLines(out).begin("x").put("k" + foreign, foreign).end();
    out.flush();
    String line = bytes.toString(StandardCharsets.UTF_8).stripTrailing();
    assertEquals(line, Escape.text(line));
    assertEquals(
        foreign,
        new com.fasterxml.jackson.databind.ObjectMapper()
            .readTree(line)
            .get("k" + foreign)
            .asText());
  }

  @Test
  void aLineShowsEndpointsAsTheyShowThemselves() {
    for (String text :
        List.of("0.0.0.0:1", "127.0.0.1:65535", "255.249.99.100:80", "[::1]:443", "[fe80::1]:9")) {
      LineBuilder line = new LineBuilder().ascii('x').endpoint(Endpoint.parse(text));
      assertEquals("x" + text, new String(line.take(), StandardCharsets.UTF_8));
    }
    LineBuilder source = new LineBuilder().text("one").text("two");
    LineBuilder line = new LineBuilder().part(source, 3, 6).part(source, 0, 3);
    assertEquals("twoone", new String(line.take(), StandardCharsets.UTF_8));
  }

  @Test
  void aTableAlignsNumbersRightAndWideCharactersByColumns() {
    Table table = new Table(List.of(Table.Column.text("Name"), Table.Column.number("Recv-Q")));
    table.row(List.of("狗", "5")).row(List.of("plain", "114176"));
    assertEquals(
        """
        Name   Recv-Q
        狗          5
        plain  114176""",
        String.join("\n", table.lines(Style.PLAIN)));
  }

  @Test
  void jsonLinesWritesAnObjectALine() {
    new JsonLines(out)
        .begin("x")
        .put("time", Instant.ofEpochSecond(0, 1))
        .put("n", 0.5)
        .put("nan", Double.NaN)
        .put("list", List.of("a", "b"))
        .object("o")
        .putRaw("raw", "{\"k\": 1}")
        .end()
        .array("rows")
        .element()
        .put("i", 1)
        .end()
        .end()
        .end()
        .begin("y")
        .put("text", "\u001b狗\n")
        .end();
    assertEquals(
        """
        {"type":"x","time":"1970-01-01T00:00:00.000000001Z","n":0.5,"nan":null,"list":["a","b"],\
        "o":{"raw":{"k": 1}},"rows":[{"i":1}]}
        {"type":"y","text":"\\u001b狗\\n"}
        """,
        written());
  }

  @Test
  void foreignTextCannotReachTheTerminalAsASequence() {
    assertEquals("\\x1b[31mred\\r\\n\\x07", Escape.text("\u001b[31mred\r\n\u0007"));
    assertEquals("\\u202eabc\\u009b", Escape.text("\u202eabc\u009b"));
    assertEquals("狗🐶 \\ud83d", Escape.text("狗🐶 \ud83d"));
    assertEquals(
        "ok\\xff\\xe7\\x8b狗",
        Escape.bytes(
            new byte[] {
              'o', 'k', -1, (byte) 0xe7, (byte) 0x8b, (byte) 0xe7, (byte) 0x8b, (byte) 0x97
            }));
  }

  @Test
  void textOutWritesUtf8OfAnyLengthWhole() {
    String emoji = "🐰".repeat(40_000);
    out.println(emoji);
    out.println("end");
    assertEquals(emoji + "\nend\n", written());
  }

  @Test
  void aFailingOutputIsToldApart() {
    assertTrue(failure("Broken pipe").readerGone());
    assertFalse(failure("No space left on device").readerGone());
  }

  private static OutputException failure(String message) {
    TextOut failing =
        new TextOut(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException(message);
              }
            },
            true);
    return assertThrows(OutputException.class, () -> failing.println("x"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ns",
    "999, 999 ns",
    "1000, 1.00 µs",
    "999499, 999 µs",
    "999500, 1.00 ms",
    "1100, 1.10 µs",
    "1090, 1.09 µs",
    "9994, 9.99 µs",
    "9995, 10.0 µs",
    "45600, 45.6 µs",
    "99949, 99.9 µs",
    "99950, 100 µs",
    "999600, 1.00 ms",
    "123456789, 123 ms",
    "999499999, 999 ms",
    "999500000, 1.00 s",
    "999700000, 1.00 s",
    "59900000000, 59.9 s",
    "99900000000, 99.9 s",
    "100000000000, 1m40s",
    "125000000000, 2m5s",
    "3599000000000, 59m59s",
    "3600000000000, 1h0m",
    "3725000000000, 1h2m",
  })
  void durationsHaveThreeDigits(long nanos, String text) {
    assertEquals(text, Times.human(Duration.ofNanos(nanos)));
  }

  @Test
  void numbersAreGroupedByThreeDigits() {
    assertEquals("999", Numbers.grouped(999));
    assertEquals("3,910,656", Numbers.grouped(3_910_656));
  }

  @Test
  void eachColourHasItsSequenceAndEmptyTextHasNone() {
    Style colored = new Style(true);
    assertEquals("\u001b[1mx\u001b[0m", colored.bold("x"));
    assertEquals("\u001b[2mx\u001b[0m", colored.dim("x"));
    assertEquals("\u001b[31mx\u001b[0m", colored.red("x"));
    assertEquals("\u001b[32mx\u001b[0m", colored.green("x"));
    assertEquals("\u001b[33mx\u001b[0m", colored.yellow("x"));
    assertEquals("\u001b[36mx\u001b[0m", colored.cyan("x"));
    assertEquals("", colored.red(""));
    assertEquals("x", Style.PLAIN.red("x"));
  }

  @Test
  void widthCountsColumnsNotCharacters() {
    assertEquals(7, DisplayWidth.of("\u001b[31m狗🐶e\u0301ab\u001b[0m"));
  }
}
