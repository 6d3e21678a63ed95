package io.recvq.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonJsonTest {
  @Test
  void valuesOfEveryKindAreSpacedAsPythonSpacesThem() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("list", Arrays.asList(1, 2L, (short) 3, (byte) 4, new BigInteger("5"), null));
    map.put("float", 1.5f);
    map.put("flags", List.of(true, false));
    map.put("empty", List.of(List.of(), Map.of()));
    assertEquals(
        "{\"list\": [1, 2, 3, 4, 5, null], \"float\": 1.5, \"flags\": [true, false],"
            + " \"empty\": [[], {}]}",
        PythonJson.write(map));
  }

  @Test
  void controlCharactersQuotesAndBackslashesAreEscapedAndNothingElse() {
    assertEquals(
        "\"\\\"\\\\\\n\\r\\t\\f\\b\\u0000\\u000f\\u0010\\u001f \u007f\u00e9/\"",
        PythonJson.write("\"\\\n\r\t\f\b\0\u000f\u0010\u001f \u007f\u00e9/"));
  }

  @Test
  void whatJsonHasNoFormForIsRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> PythonJson.write('c'));
    assertEquals("no JSON for class java.lang.Character", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, NaN",
    "Infinity, Infinity",
    "-Infinity, -Infinity",
    "0.0, 0.0",
    "-2.5, -2.5",
    "0.00012, 0.00012",
    "0.000099, 9.9e-05",
    "1.5e-10, 1.5e-10",
    "1.5e100, 1.5e+100",
    "9999999999999998, 9999999999999998.0",
    "1.2e9, 1200000000.0",
    "5e-324, 5e-324",
    "2e23, 2e+23",
    "9e-265, 9e-265",
  })
  void doublesAreWrittenWithTheFewestDigitsThatReadBackTheSame(double value, String expected) {
    assertEquals(expected, PythonJson.number(value));
  }
}
