package io.recvq.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.net.TextEncodings.Decoded;
import java.nio.charset.Charset;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextEncodingsTest {
  @Test
  void everyTextSurvivesEveryEncodingThatCanHoldIt() {
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        int codePoint = random.nextInt(Character.MAX_CODE_POINT);
        text.appendCodePoint(codePoint >= 0xd800 && codePoint < 0xe000 ? 'x' : codePoint);
      }
      for (Decoded decoded : TextEncodings.decodeAll(new byte[0])) {
        if (!decoded.encoding().equals("ISO-8859-1")) {
          byte[] bytes = text.toString().getBytes(Charset.forName(decoded.encoding()));
          assertEquals(text.toString(), under(bytes, decoded.encoding()).text());
          assertEquals(OptionalInt.empty(), under(bytes, decoded.encoding()).firstBad());
        }
      }
    }
  }

  @Test
  void theFirstBadByteIsNamed() {
    byte[] latin = {'c', 'a', 'f', (byte) 0xe9, '!'};
    assertEquals(OptionalInt.of(3), under(latin, "UTF-8").firstBad());
    assertEquals("caf", under(latin, "UTF-8").text());
    assertEquals(OptionalInt.of(4), under(latin, "UTF-16LE").firstBad());
    assertEquals("caf\u00e9!", under(latin, "ISO-8859-1").text());
    byte[] loneSurrogate = {0, 'a', (byte) 0xd8, 0, 0, 'b'};
    assertEquals(OptionalInt.of(2), under(loneSurrogate, "UTF-16BE").firstBad());
    byte[] beyondUnicode = {0, 0x11, 0, 0};
    assertEquals(OptionalInt.of(0), under(beyondUnicode, "UTF-32BE").firstBad());
  }

  @Test
  void marksAreTold() {
    assertEquals("UTF-8", mark(0xef, 0xbb, 0xbf, 'a'));
    assertEquals("UTF-16LE", mark(0xff, 0xfe, 'a', 0));
    assertEquals("UTF-32LE", mark(0xff, 0xfe, 0, 0));
    assertEquals("UTF-16BE", mark(0xfe, 0xff));
    assertEquals("UTF-32BE", mark(0, 0, 0xfe, 0xff));
    assertEquals("none", mark('a', 0xfe, 0xff));
  }

  private static String mark(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return TextEncodings.byteOrderMark(bytes)
        .map(TextEncodings.ByteOrderMark::encoding)
        .orElse("none");
  }

  private static Decoded under(byte[] bytes, String encoding) {
    return TextEncodings.decodeAll(bytes).stream()
        .filter(d -> d.encoding().equals(encoding))
        .findFirst()
        .orElseThrow();
  }
}
