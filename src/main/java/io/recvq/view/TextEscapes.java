package io.recvq.view;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Text with escapes, as a user types bytes: {@code \n \r \t \0 \e \\ \xHH}. */
public final class TextEscapes {
  private TextEscapes() {}

  /** The bytes that the text means, in UTF-8; throws IllegalArgumentException on another escape. */
  public static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    int at = 0;
    while (at < text.length()) {
      int backslash = text.indexOf('\\', at);
      int end = backslash < 0 ? text.length() : backslash;
      bytes.writeBytes(text.substring(at, end).getBytes(StandardCharsets.UTF_8));
      at = backslash < 0 ? end : escaped(text, backslash + 1, bytes);
    }
    return bytes.toByteArray();
  }

  /** Reads what follows a backslash; gives the index behind it. */
  private static int escaped(String text, int at, ByteArrayOutputStream bytes) {
    char c = at < text.length() ? text.charAt(at) : '\n';
    switch (c) {
      case 'n' -> bytes.write('\n');
      case 'r' -> bytes.write('\r');
      case 't' -> bytes.write('\t');
      case '0' -> bytes.write(0);
      case 'e' -> bytes.write(27);
      case '\\' -> bytes.write('\\');
      case 'x' -> {
        if (!text.substring(at).matches("(?s)x[0-9a-fA-F]{2}.*")) {
          throw new IllegalArgumentException("\\x needs two hex digits");
        }
        bytes.write(Integer.parseInt(text.substring(at + 1, at + 3), 16));
        return at + 3;
      }
      default ->
          throw new IllegalArgumentException(
              "no escape '\\"
                  + (c == '\n' ? "" : c)
                  + "'; there are \\n \\r \\t \\0 \\e \\\\ \\xHH");
    }
    return at + 1;
  }
}
