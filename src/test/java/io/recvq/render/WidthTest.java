package io.recvq.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WidthTest {
  private static int width(String hex) {
    return DisplayWidth.of(Integer.parseInt(hex, 16));
  }

  @ParameterizedTest
  @CsvSource({
    "1100, 115f", "2e80, 303e", "3041, a4cf", "a960, a97c", "ac00, d7a3", "f900, faff",
    "fe30, fe6f", "ff01, ff60", "ffe0, ffe6", "1f300, 1f64f", "1f680, 1f6ff", "1f900, 1faff",
    "20000, 3fffd",
  })
  void fromTheFirstToTheLastOfAWideBlockCharactersTakeTwoColumns(String first, String last) {
    assertEquals(2, width(first));
    assertEquals(2, width(last));
  }

  @ParameterizedTest
  @CsvSource({
    "20", "7e", "a0", "2ff", "10ff", "1160", "2e7f", "303f", "3040", "a4d0", "a95f", "a97d", "abff",
    "d7a4", "f8ff", "fb00", "fe70", "ff61", "ffdf", "ffe7", "1f2ff", "1f650", "1f67f", "1f700",
    "1f8ff", "1fb00", "1ffff", "3fffe",
  })
  void beforeAndBehindTheWideBlocksCharactersTakeOne(String character) {
    assertEquals(1, width(character));
  }

  @ParameterizedTest
  @CsvSource({"0", "1f", "7f", "9f", "300", "20dd", "200d", "feff"})
  void controlCharactersAndMarksTakeNone(String character) {
    assertEquals(0, width(character));
  }

  @Test
  void coloursTakeNoColumnsWhereverTheyEnd() {
    assertEquals(2, DisplayWidth.of("a\u001b[1;31mb"));
    assertEquals(1, DisplayWidth.of("a\u001b[0@"));
    assertEquals(1, DisplayWidth.of("a\u001b[1;3"));
    assertEquals(1, DisplayWidth.of("a\u001b["));
    assertEquals(1, DisplayWidth.of("a\u001b"));
    assertEquals(2, DisplayWidth.of("\u001bab"));
  }

  @Test
  void aCutKeepsWholeCharactersThatFit() {
    assertEquals("abc", Clip.to("abc", 3));
    assertEquals("ab", Clip.to("abc", 2));
    assertEquals("", Clip.to("abc", 0));
    assertEquals("狗", Clip.to("狗狗", 3));
    assertEquals("🐶", Clip.to("🐶🐶", 2));
    assertEquals("ae\u0301", Clip.to("ae\u0301b", 2));
  }

  @Test
  void aCutEndsAColourThatIsStillOn() {
    assertEquals("\u001b[31mab\u001b[0m", Clip.to("\u001b[31mabc\u001b[0m", 2));
    assertEquals("\u001b[31mab\u001b[0m", Clip.to("\u001b[31mab\u001b[0mcd", 2));
    assertEquals("\u001b[31ma\u001b[0mb", Clip.to("\u001b[31ma\u001b[0mbcd", 2));
    assertEquals("\u001b[31mabc\u001b[0m", Clip.to("\u001b[31mabc\u001b[0m", 3));
  }

  @Test
  void aCutTakesAnUnfinishedColourForNoText() {
    assertEquals("a\u001b[1;3", Clip.to("a\u001b[1;3", 1));
    assertEquals("a\u001b[", Clip.to("a\u001b[", 1));
    assertEquals("a\u001b", Clip.to("a\u001b", 1));
    assertEquals("\u001ba", Clip.to("\u001bab", 1));
    assertEquals("\u001b[1@a\u001b[0m", Clip.to("\u001b[1@ab", 1));
  }

  @Test
  void itemsThatDoNotFitAreLeftOutWhole() {
    assertEquals("q quit  ? help", Clip.toItems("q quit  ? help", 14));
    assertEquals("q quit", Clip.toItems("q quit  ? help", 13));
    assertEquals("q quit", Clip.toItems("q quit", 3));
  }
}
