package io.recvq.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.recvq.net.ByteNotation.Form;
import io.recvq.testing.Needs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteNotationTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "103, NUMBER, 0067",
        "0x67, NUMBER, 0067",
        "-2, NUMBER, fffe",
        "65536, NUMBER, 00010000",
        "18446744073709551615, NUMBER, ffffffffffffffff",
        "00 67 7b, HEX, 00677b",
        "00:67:7b, HEX, 00677b",
        "0x00 0x67, HEX, 0067",
        "\\x00\\x67, HEX, 0067",
        "0067 7b22 6279, HEX, 00677b226279",
        "deadbeef, HEX, deadbeef",
        "cafe, TEXT, 63616665",
        "abc, TEXT, 616263",
        "b'\\x00g', PYTHON, 0067",
        "b\"it's\\n\\\\\\101\", PYTHON, 697427730a5c41",
        "br'\\x', PYTHON, 5c78"
      })
  void takesTheFormThatItLooksLike(String text, Form form, String hex) {
    ByteNotation.Reading reading = ByteNotation.read(text);
    assertEquals(form, reading.form());
    assertEquals(hex, HexFormat.of().formatHex(reading.bytes()));
  }

  @Test
  void readsADumpOfTcpdump() {
    String dump =
        """
        12:00:00.0 IP 127.0.0.1.5 > 127.0.0.1.6: Flags [P.]
        \t0x0000:  4500 003c 1c46 4000 4006 b1e6 ac10 0a63  E..<.F@.@......c
        \t0x0010:  ac10 0a                                  abcd ef
        """;
    assertEquals(Form.DUMP, ByteNotation.read(dump).form());
    assertEquals(
        "4500003c1c4640004006b1e6ac100a63ac100a",
        HexFormat.of().formatHex(ByteNotation.read(dump).bytes()));
  }

  @Test
  void readsWhatXxdPrintsOfAnyBytes() throws Exception {
    Needs.program("xxd");
    Random random = new Random(7);
    for (int size : new int[] {1, 2, 7, 15, 16, 17, 33, 100}) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      for (int i = 0; i < size; i += 3) {
        bytes[i] = (byte) ('a' + random.nextInt(6));
      }
      assertArrayEquals(bytes, ByteNotation.read(filter(bytes, "xxd"), Form.DUMP).bytes());
      assertArrayEquals(bytes, ByteNotation.read(filter(bytes, "xxd", "-g1"), Form.DUMP).bytes());
    }
  }

  @Test
  void readsWhatPythonPrintsOfAnyBytes() throws Exception {
    Needs.program("python3");
    byte[] bytes = new byte[256];
    for (int i = 0; i < 256; i++) {
      bytes[i] = (byte) i;
    }
    String printed =
        filter(bytes, "python3", "-c", "import sys; print(sys.stdin.buffer.read())").strip();
    assertArrayEquals(bytes, ByteNotation.read(printed).bytes());
  }

  private static String filter(byte[] in, String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    try (OutputStream out = process.getOutputStream()) {
      out.write(in);
    }
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void saysWhatIsWrong() {
    assertEquals(
        "'z' at position 3 is no hex digit",
        assertThrows(IllegalArgumentException.class, () -> ByteNotation.hex("00z")).getMessage());
    assertThrows(IllegalArgumentException.class, () -> ByteNotation.hex("0"));
    assertThrows(IllegalArgumentException.class, () -> ByteNotation.read("b'\\x1'"));
    assertThrows(IllegalArgumentException.class, () -> ByteNotation.read("99999999999999999999"));
  }

  /** U+0085 ends a line and is no space, so that nothing strips it. */
  @Test
  void aLineEndAloneIsText() {
    assertArrayEquals(new byte[] {(byte) 0xc2, (byte) 0x85}, ByteNotation.read("\u0085").bytes());
  }

  @Test
  void aLongLineOfHexIsRead() {
    assertEquals(200_000, ByteNotation.read("ab ".repeat(200_000)).bytes().length);
    assertEquals(200_000, ByteNotation.read("abcd ".repeat(100_000)).bytes().length);
    assertEquals(200_000, ByteNotation.read("\\xab".repeat(200_000)).bytes().length);
  }
}
