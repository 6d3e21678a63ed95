package io.recvq.traffic;

/** Where bytes of UTF-8 end in the middle of a character (RFC 3629 section 3). */
final class Utf8Tail {
  private static final int LONGEST = 4;

  private Utf8Tail() {}

  /** How many bytes at the end are the beginning of a character whose rest is missing. */
  static int length(byte[] bytes) {
    for (int back = 1; back < LONGEST && back <= bytes.length; back++) {
      int b = bytes[bytes.length - back] & 0xff;
      if ((b & 0xc0) != 0x80) {
        return characterBytes(b) > back ? back : 0;
      }
    }
    return 0;
  }

  private static int characterBytes(int first) {
    return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  }
}
