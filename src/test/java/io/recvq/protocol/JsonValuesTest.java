package io.recvq.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonValuesTest {
  private static final String JSON =
      """
      {"a": "text", "n": 1.50, "t": true, "z": null, "o": {"b": {"c": 3}, "d": "e"},
       "x.y": "dotted", "x": {"y": "nested"}, "list": [1, [2, "three"], {"k": 4}], "": "empty"}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a | text",
        "n | 1.5",
        "t | true",
        "z | null",
        "o.b.c | 3",
        "o.d | e",
        "o.b | {\"c\":3}",
        "x.y | dotted",
        "'' | empty",
      })
  void aPathOfKeysLeadsToItsValue(String path, String value) {
    assertEquals(List.of(value), JsonValues.at(JSON, path));
  }

  @Test
  void anArrayIsAsManyValuesAsItHasElements() {
    assertEquals(List.of("1", "2", "three", "{\"k\":4}"), JsonValues.at(JSON, "list"));
  }

  @ParameterizedTest
  @CsvSource({"b", "o.x", "o.b.c.d", "a.b", "list.k", ".a", "o."})
  void whereThereIsNoSuchKeyThereIsNoValue(String path) {
    assertEquals(List.of(), JsonValues.at(JSON, path));
  }

  @Test
  void whatIsNoJsonHasNoValues() {
    assertEquals(List.of(), JsonValues.at("{\"a\": ", "a"));
  }
}
