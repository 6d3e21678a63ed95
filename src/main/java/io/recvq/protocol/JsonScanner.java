package io.recvq.protocol;

import static io.recvq.net.ByteWords.HIGHS;
import static io.recvq.net.ByteWords.ONES;

import io.recvq.net.ByteWords;
import java.nio.ByteBuffer;

/**
 * Checks that bytes are one JSON text in UTF-8 (RFC 8259), strictly and without building anything:
 * no NaN, no trailing bytes, no raw control characters, bounded nesting. An object is used again
 * for the next text; not for several threads.
 */
final class JsonScanner {
  /** Told the members of the outermost object as they end; positions are those of the buffer. */
  interface Members {
    Members NONE = (keyFrom, keyTo, valueFrom, valueTo) -> {};

    /** A key between its quotes and its value, both as they stand in the text. */
    void member(int keyFrom, int keyTo, int valueFrom, int valueTo);
  }

  private final long[] isObject;
  private final int maxDepth;
  private ByteBuffer in = ByteBuffer.allocate(0);
  private int at;
  private int end;
  private int depth;
  private int keyFrom;
  private int keyTo;
  private int valueFrom;
  private String problem = "";
  private boolean incomplete;

  JsonScanner(int maxDepth) {
    this.maxDepth = maxDepth;
    this.isObject = new long[(maxDepth >> 6) + 1];
  }

  /** Whether the bytes from {@code from} to before {@code to} are one JSON value. */
  boolean scan(ByteBuffer bytes, int from, int to, Members members) {
    in = bytes;
    at = from;
    end = to;
    depth = 0;
    problem = "";
    incomplete = false;
    skipSpace();
    return values(members);
  }

  /** What is wrong, in words, after {@link #scan} said no. */
  String problem() {
    return problem;
  }

  /** Where in the buffer the scan ended. */
  int position() {
    return at;
  }

  /**
   * Whether the bytes may be the beginning of a JSON value: good as far as they go, or a whole
   * value already, which spaces may follow (RFC 8259, 2).
   */
  boolean isGoodSoFar(ByteBuffer bytes, int from, int to) {
    return scan(bytes, from, to, Members.NONE) || incomplete;
  }

  private boolean values(Members members) {
    while (true) {
      if (depth == 1) {
        valueFrom = at;
      }
      if (at >= end) {
        return endsEarly();
      }
      byte c = in.get(at);
      boolean opened = false;
      switch (c) {
        case '{', '[' -> {
          if (!open(c == '{')) {
            return false;
          }
          opened = !closesAtOnce(c);
        }
        case '"' -> {
          at++;
          if (!string()) {
            return false;
          }
        }
        case 't' -> {
          if (!literal("true")) {
            return false;
          }
        }
        case 'f' -> {
          if (!literal("false")) {
            return false;
          }
        }
        case 'n' -> {
          if (!literal("null")) {
            return false;
          }
        }
        default -> {
          if (!number(c)) {
            return false;
          }
        }
      }
      if (opened) {
        if (inObject() && !key()) {
          return false;
        }
        continue;
      }
      int next = afterValue(members);
      if (next != CONTINUE) {
        return next == DONE;
      }
    }
  }

  private static final int CONTINUE = 0;
  private static final int DONE = 1;
  private static final int FAILED = 2;

  /** Closes what ends here and steps over a comma to the next value. */
  private int afterValue(Members members) {
    while (true) {
      if (depth == 1 && inObject()) {
        members.member(keyFrom, keyTo, valueFrom, at);
      }
      skipSpace();
      if (depth == 0) {
        return at == end || fail("more after the end of the JSON text") ? DONE : FAILED;
      }
      if (at >= end) {
        endsEarly();
        return FAILED;
      }
      byte c = in.get(at);
      if (c == ',') {
        at++;
        skipSpace();
        return !inObject() || key() ? CONTINUE : FAILED;
      }
      if (c != (inObject() ? '}' : ']')) {
        fail("expected ',' or '" + (inObject() ? '}' : ']') + "'" + found());
        return FAILED;
      }
      at++;
      depth--;
    }
  }

  private boolean open(boolean object) {
    if (depth == maxDepth) {
      return fail("nested deeper than " + maxDepth);
    }
    at++;
    int word = depth >> 6;
    long bit = 1L << depth;
    isObject[word] = object ? isObject[word] | bit : isObject[word] & ~bit;
    depth++;
    skipSpace();
    return true;
  }

  private boolean closesAtOnce(byte opening) {
    if (at < end && in.get(at) == opening + 2) {
      at++;
      depth--;
      return true;
    }
    return false;
  }

  private boolean inObject() {
    int level = depth - 1;
    return (isObject[level >> 6] >>> level & 1) != 0;
  }

  /** A key, its colon and the space around. */
  private boolean key() {
    if (at >= end) {
      return endsEarly();
    }
    if (in.get(at) != '"') {
      return fail("expected a key in quotes" + found());
    }
    int from = ++at;
    if (!string()) {
      return false;
    }
    if (depth == 1) {
      keyFrom = from;
      keyTo = at - 1;
    }
    skipSpace();
    if (at >= end) {
      return endsEarly();
    }
    if (in.get(at) != ':') {
      return fail("expected ':'" + found());
    }
    at++;
    skipSpace();
    return true;
  }

  private void skipSpace() {
    while (at < end) {
      byte c = in.get(at);
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return;
      }
      at++;
    }
  }

  /** The rest of a string after its opening quote, many bytes at a time while they are plain. */
  private boolean string() {
    while (true) {
      skipPlain();
      if (at >= end) {
        return endsEarly();
      }
      byte c = in.get(at);
      if (c == '"') {
        at++;
        return true;
      }
      if (c >= 0x20 && c != '\\') {
        at++;
      } else if (!special(c)) {
        return false;
      }
    }
  }

  /** Steps over plain text; stops less than eight bytes before the end at the latest. */
  private void skipPlain() {
    if (in.hasArray()) {
      int shift = in.arrayOffset();
      at = plainTo(in.array(), at + shift, end + shift) - shift;
      return;
    }
    while (at <= end - 8 && (look(in.getLong(at)) & HIGHS) == 0) {
      at += 8;
    }
  }

  /** Where plain text ends, or the last seven bytes begin: 32 bytes at a time, then eight. */
  private static int plainTo(byte[] bytes, int from, int to) {
    int at = from;
    while (at <= to - 32) {
      long first = look(ByteWords.get(bytes, at)) | look(ByteWords.get(bytes, at + 8));
      long second = look(ByteWords.get(bytes, at + 16)) | look(ByteWords.get(bytes, at + 24));
      if (((first | second) & HIGHS) != 0) {
        break;
      }
      at += 32;
    }
    while (at <= to - 8) {
      long found = look(ByteWords.get(bytes, at)) & HIGHS;
      if (found != 0) {
        return at + ByteWords.first(found);
      }
      at += 8;
    }
    return at;
  }

  /**
   * Eight bytes, where one has its highest bit set when it, or one below it, is a quote, a
   * backslash, a control character or not ASCII.
   *
   * <p>Changing the bit of 2 makes the quote the neighbour of the control characters, so that one
   * subtraction finds both: below 0x21 is what borrows. The usual "& ~word" of such tests is not
   * needed: of the bytes that are not ASCII the first term misses 0x80 to 0xa0 alone and the second
   * 0xdc alone.
   */
  private static long look(long word) {
    return (word ^ 0x02 * ONES) - 0x21 * ONES | (word ^ '\\' * ONES) - ONES;
  }

  private boolean special(byte c) {
    if (c == '\\') {
      return escape();
    }
    if (c >= 0) {
      return fail("a raw control character in a string");
    }
    int length = Utf8.sequence(in, at, end);
    if (length <= 0) {
      return length == Utf8.CUT ? endsEarly() : fail("no UTF-8");
    }
    at += length;
    return true;
  }

  private boolean escape() {
    if (at + 1 >= end) {
      at = end;
      return endsEarly();
    }
    switch (in.get(at + 1)) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        at += 2;
        return true;
      }
      case 'u' -> {
        for (int i = at + 2; i < at + 6; i++) {
          if (i >= end) {
            at = end;
            return endsEarly();
          }
          if (Character.digit(in.get(i), 16) < 0) {
            return fail("\\u without four hexadecimal digits");
          }
        }
        at += 6;
        return true;
      }
      default -> {
        return fail("no such escape in a string");
      }
    }
  }

  private boolean literal(String word) {
    for (int i = 0; i < word.length(); i++, at++) {
      if (at >= end) {
        return endsEarly();
      }
      if (in.get(at) != word.charAt(i)) {
        return fail("expected " + word + found());
      }
    }
    return true;
  }

  private boolean number(byte first) {
    if (first == '-') {
      at++;
      if (at >= end) {
        return endsEarly();
      }
    }
    byte c = in.get(at);
    if (c < '0' || c > '9') {
      return fail(
          c == 'N' || c == 'I' ? "NaN and Infinity are no JSON" : "expected a value" + found());
    }
    at++;
    if (c != '0') {
      digits();
    }
    if (at < end && in.get(at) == '.') {
      at++;
      if (!someDigits()) {
        return false;
      }
    }
    if (at < end && (in.get(at) | 0x20) == 'e') {
      at++;
      if (at < end && (in.get(at) == '+' || in.get(at) == '-')) {
        at++;
      }
      return someDigits();
    }
    return true;
  }

  private boolean someDigits() {
    if (at >= end) {
      return endsEarly();
    }
    return digits() > 0 || fail("expected a digit" + found());
  }

  private int digits() {
    int from = at;
    while (at < end && in.get(at) >= '0' && in.get(at) <= '9') {
      at++;
    }
    return at - from;
  }

  private boolean endsEarly() {
    incomplete = true;
    return fail("the JSON text ends too early");
  }

  private String found() {
    int c = in.get(at) & 0xff;
    return c > 0x20 && c < 0x7f
        ? ", found '" + (char) c + "'"
        : ", found byte 0x" + Integer.toHexString(c);
  }

  private boolean fail(String why) {
    problem = why;
    return false;
  }
}
