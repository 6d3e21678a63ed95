package io.recvq.render;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Any bytes of a peer on their way to a terminal: nothing comes out that a terminal takes for a
 * command, starts a line, or changes the direction of text; and both ways of escaping agree.
 */
public final class EscapeFuzz {
  private EscapeFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String escaped = Escape.bytes(data);
    requireHarmless(escaped);
    requireHarmless(Escape.text(new String(data, UTF_8)));
    requireHarmless(Escape.text(new String(data, ISO_8859_1)));
    requireHarmless(Escape.text(halves(data)));
    assertEquals(escaped, Escape.text(escaped));

    LineBuilder line = new LineBuilder();
    int shown = line.foreign(data, data.length, Integer.MAX_VALUE / 8);
    String text = new String(line.take(), UTF_8);
    requireHarmless(text);
    if (shown == data.length) {
      assertEquals(escaped, text);
    }
    int some = line.foreign(data, data.length, 40);
    String clipped = new String(line.take(), UTF_8);
    assertTrue(some <= data.length && escaped.startsWith(clipped), clipped);
    assertTrue(DisplayWidth.of(clipped) <= 40, clipped);
  }

  /** Pairs of bytes as UTF-16, halves of pairs included. */
  private static String halves(byte[] data) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i + 1 < data.length; i += 2) {
      text.append((char) ((data[i] & 0xff) << 8 | (data[i + 1] & 0xff)));
    }
    return text.toString();
  }

  private static void requireHarmless(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean lone =
          Character.isSurrogate(c)
              && !(Character.isHighSurrogate(c)
                  ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                  : i > 0 && Character.isHighSurrogate(text.charAt(i - 1)));
      int type = Character.getType(c);
      boolean directs =
          switch (Character.getDirectionality(c)) {
            case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
                Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
                Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
                Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
                Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
                Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
                Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
                Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
                Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE ->
                true;
            default -> false;
          };
      assertTrue(
          !lone
              && !directs
              && type != Character.CONTROL
              && type != Character.LINE_SEPARATOR
              && type != Character.PARAGRAPH_SEPARATOR,
          () -> "U+" + Integer.toHexString(c) + " in " + text);
    }
  }
}
