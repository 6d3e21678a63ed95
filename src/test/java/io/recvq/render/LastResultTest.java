package io.recvq.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastResultTest {
  private final LastResult result = new LastResult();

  private void line(String json) {
    result.line(json.getBytes(UTF_8));
  }

  @Test
  void fieldsHaveThePathsByWhichTheyAreReached() {
    assertTrue(result.isEmpty());
    line(
        """
        {"type":"x","n":1.5,"tcp":{"rttMs":7,"deep":{"yes":true}},"list":["a",{"b":2},["c"]],\
        "none":null,"last":"z"}
        """);
    assertFalse(result.isEmpty());
    assertEquals(
        List.of(
            "type=x",
            "n=1.5",
            "tcp.rttMs=7",
            "tcp.deep.yes=true",
            "list.0=a",
            "list.1.b=2",
            "list.2.0=c",
            "last=z"),
        result.fields().entrySet().stream().map(Map.Entry::toString).toList());
  }

  @Test
  void ofEachTypeTheLatestObjectIsKeptAndOfAFieldWhatWasSaidLast() {
    line("{\"type\":\"a\",\"one\":1,\"both\":1}");
    line("{\"type\":\"b\",\"two\":2,\"both\":2}");
    line("{\"type\":\"a\",\"three\":3,\"both\":3}");
    assertEquals(Map.of("type", "a", "two", "2", "both", "3", "three", "3"), result.fields());
  }

  @Test
  void whatIsWrittenAsJsonCanBeAsked() {
    result.ask(json -> json.begin("x").put("yes", true).put("bytes", new byte[] {1, 2, 3}).end());
    assertEquals(Map.of("type", "x", "yes", "true", "bytes", "AQID"), result.fields());
  }

  @Test
  void jsonLinesHandsEachLineToWhoListens() {
    StringBuilder heard = new StringBuilder();
    TextOut out = new TextOut(new ByteArrayOutputStream(), false);
    JsonLines json = new JsonLines(out, line -> heard.append(new String(line, UTF_8)));
    json.begin("x").put("no", false).end().begin("y").end();
    assertEquals("{\"type\":\"x\",\"no\":false}\n{\"type\":\"y\"}\n", heard.toString());
  }

  @Test
  void fiftyTypesAreKeptAndTheLatestOfThemStillChange() {
    for (int i = 1; i <= 51; i++) {
      line("{\"type\":\"t" + i + "\",\"f" + i + "\":1}");
    }
    assertEquals("1", result.fields().get("f50"));
    assertFalse(result.fields().containsKey("f51"));
    line("{\"type\":\"t50\",\"f50\":2}");
    assertEquals("2", result.fields().get("f50"));
  }

  @Test
  void aThousandFieldsAreKept() {
    StringBuilder json = new StringBuilder("{\"type\":\"x\"");
    for (int i = 2; i <= 1001; i++) {
      json.append(",\"f").append(i).append("\":").append(i);
    }
    line(json.append('}').toString());
    assertEquals(1000, result.fields().size());
    assertEquals("1000", result.fields().get("f1000"));
  }

  @Test
  void typesAreToldApartByTheirFirstFortyCharacters() {
    String common = "t".repeat(39);
    line("{\"type\":\"" + common + "a\",\"one\":1}");
    line("{\"type\":\"" + common + "b\",\"two\":2}");
    line("{\"type\":\"" + common + "bc\",\"three\":3}");
    assertEquals(Map.of("type", common + "bc", "one", "1", "three", "3"), result.fields());
  }
}
