package io.recvq.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LuaDissectorTest {
  private static String script(String framing) {
    return LuaDissector.script(Framings.parse(framing), OptionalInt.of(7000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app | local value = tvb(off + 0, 2):uint()",
        "app | local field_end = 2",
        "app | if left < 2 then",
        "app | header:match('\"content%-length\"%s*:",
        "json:width=4,offset=1,order=little,key=a_b9 | local value = tvb(off + 1, 4):le_uint()",
        "json:width=4,offset=1,order=little,key=a_b9 | if left < 5 then",
        "json:width=4,offset=1,order=little,key=a_b9 | local field_end = 5",
        "json:width=4,offset=1,order=little,key=a_b9 | header:match('\"a%_b9\"%s*:",
        "u16be | local total = field_end + value",
        "u16be | local header = field_end",
        "u16be | local magic = \"\"",
        "length:width=8 | local value = tvb(off + 0, 8):uint64():tonumber()",
        "length:width=8,order=little | local value = tvb(off + 0, 8):le_uint64():tonumber()",
        "length:offset=2,magic=0aff | local magic = \"0aff\"",
        "length:offset=2,counts=frame,header=9 | local header = 9",
        "length:offset=2,counts=frame,header=9 | local total = value",
        "length:offset=2,counts=frame,header=9 | if left < 6 then",
        "length:offset=2,counts=content,header=9 | local total = 9 + value",
        "length:counts=content | local total = field_end + value",
        "varint | local value, shift, at = 0, 1, 0",
        "varint | if left < 1 then",
        "length:width=varint,offset=3 | if at > 3 + 8 then",
        "lines | if tvb(at, 1):uint() == 10 then return at + 1 - off",
      })
  void theScriptMeasuresFramesAsTheFramingDoes(String framing, String line) {
    assertTrue(script(framing).contains(line), () -> script(framing));
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "lines", "u16be", "varint", "length:width=8", "json:key=k"})
  void noPlaceOfTheTemplateIsLeftOpen(String framing) {
    assertFalse(script(framing).matches("(?s).*@[A-Z]+@.*"), () -> script(framing));
    assertTrue(script(framing).contains("local function measure(tvb, off)"));
    assertTrue(script(framing).contains("function proto.dissector(tvb, pinfo, tree)"));
  }

  @Test
  void theScriptSaysWhoseFramesItShows() {
    assertTrue(script("u32le").startsWith("-- A dissector of the framing 'u32le' for Wireshark"));
    assertTrue(script("u32le").contains("Proto(\"recvq\", \"Frames (recvq: u32le)\")"));
  }

  @Test
  void withAPortTheDissectorIsRegisteredForItAlone() {
    String script = script("app");
    assertTrue(script.endsWith("DissectorTable.get(\"tcp.port\"):add(7000, proto)\n"));
    assertFalse(script.contains("register_heuristic"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "json:key=k", "length:offset=2,magic=cafe"})
  void withoutAPortStreamsAreRecognisedByTheirFirstBytes(String framing) {
    String script = LuaDissector.script(Framings.parse(framing), OptionalInt.empty());
    assertTrue(script.contains("proto:register_heuristic(\"tcp\""));
    assertFalse(script.contains("tcp.port"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "u16be | streams of 'u16be' are told by their port only; give --port",
        "lines | streams of 'lines' are told by their port only; give --port",
        "http1 | Wireshark dissects http1 by itself; it needs no script",
        "json:key=a\\b | no dissector for the key 'a\\b'",
        "json:key=a\u00e9 | no dissector for the key 'a\u00e9'",
        "json:key= | no dissector for the key ''",
      })
  void framingsThatAScriptCannotTellAreRefused(String framing, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> LuaDissector.script(Framings.parse(framing), OptionalInt.empty()));
    assertEquals(message, e.getMessage());
  }

  @Test
  void aKeyWithAnApostropheIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> script("json:key=it's"));
    assertThrows(IllegalArgumentException.class, () -> script("json:key='"));
  }
}
