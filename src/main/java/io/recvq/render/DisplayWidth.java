package io.recvq.render;

/** How many terminal columns text takes: 2 for CJK and most emoji, 0 for combining marks. */
public final class DisplayWidth {
  private DisplayWidth() {}

  /** Columns of the text, its ANSI colour sequences not counted. */
  public static int of(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (c == 0x1b && i + 1 < text.length() && text.charAt(i + 1) == '[') {
        i += 2;
        while (i < text.length() && text.charAt(i) < '@') {
          i++;
        }
        i++;
        continue;
      }
      columns += of(c);
      i += Character.charCount(c);
    }
    return columns;
  }

  /** Columns of one code point (Unicode East Asian Width, UAX 11: wide and fullwidth take 2). */
  public static int of(int codePoint) {
    if (codePoint < 0x300) {
      return codePoint < 0x20 || codePoint >= 0x7f && codePoint < 0xa0 ? 0 : 1;
    }
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    return isWide(codePoint) ? 2 : 1;
  }

  private static boolean isWide(int c) {
    return c >= 0x1100 && c <= 0x115f
        || c >= 0x2e80 && c <= 0x303e
        || c >= 0x3041 && c <= 0xa4cf
        || c >= 0xa960 && c <= 0xa97c
        || c >= 0xac00 && c <= 0xd7a3
        || c >= 0xf900 && c <= 0xfaff
        || c >= 0xfe30 && c <= 0xfe6f
        || c >= 0xff00 && c <= 0xff60
        || c >= 0xffe0 && c <= 0xffe6
        || c >= 0x1f300 && c <= 0x1f64f
        || c >= 0x1f680 && c <= 0x1f6ff
        || c >= 0x1f900 && c <= 0x1faff
        || c >= 0x20000 && c <= 0x3fffd;
  }
}
