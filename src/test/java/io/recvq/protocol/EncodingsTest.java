package io.recvq.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingsTest {
  @ParameterizedTest
  @CsvSource({
    "utf-8, UTF-8",
    "UTF8, UTF-8",
    "utf_8, UTF-8",
    "utf-16, UTF-16",
    "utf-16-le, UTF-16LE",
    "utf_16_be, UTF-16BE",
    "UTF-32-BE, UTF-32BE",
    "latin-1, ISO-8859-1",
    "iso8859-15, ISO-8859-15",
    "cp1252, windows-1252",
    "shift_jis, Shift_JIS",
    "euc_jp, EUC-JP",
    "koi8_r, KOI8-R",
    "windows_1252, windows-1252",
  })
  void pythons_names_are_those_of_java(String python, String java) {
    assertEquals(Optional.of(Charset.forName(java)), Encodings.find(python));
  }

  @Test
  void unknown_names_are_empty() {
    for (String name : new String[] {"", "binary", "no such", "utf-16-xe", "\ud83d"}) {
      assertEquals(Optional.empty(), Encodings.find(name), name);
    }
  }
}
