package io.recvq.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What the same bytes mean as text under the encodings that protocols use. */
public final class TextEncodings {
  private TextEncodings() {}

  /**
   * A byte order mark at the start (Unicode 15, section 23.8).
   *
   * @param encoding the encoding that it announces
   * @param sizeBytes its length
   */
  public record ByteOrderMark(String encoding, int sizeBytes) {}

  /**
   * Bytes read under one encoding.
   *
   * @param text what could be read, up to the first bad byte
   * @param firstBad position of the first byte that the encoding does not allow, from 0; empty
   *     where all are fine
   */
  public record Decoded(String encoding, String text, OptionalInt firstBad) {
    public boolean valid() {
      return firstBad.isEmpty();
    }
  }

  private static final List<String> NAMES =
      List.of("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "ISO-8859-1");

  /** The mark at the start of the bytes; FF FE 00 00 counts as UTF-32, as decoders take it. */
  public static Optional<ByteOrderMark> byteOrderMark(byte[] bytes) {
    if (startsWith(bytes, 0xff, 0xfe, 0, 0)) {
      return Optional.of(new ByteOrderMark("UTF-32LE", 4));
    }
    if (startsWith(bytes, 0, 0, 0xfe, 0xff)) {
      return Optional.of(new ByteOrderMark("UTF-32BE", 4));
    }
    if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
      return Optional.of(new ByteOrderMark("UTF-8", 3));
    }
    if (startsWith(bytes, 0xff, 0xfe)) {
      return Optional.of(new ByteOrderMark("UTF-16LE", 2));
    }
    return startsWith(bytes, 0xfe, 0xff)
        ? Optional.of(new ByteOrderMark("UTF-16BE", 2))
        : Optional.empty();
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    if (bytes.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if ((bytes[i] & 0xff) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  /** The bytes under UTF-8, UTF-16, UTF-32 (both orders) and Latin-1; a mark stays in the text. */
  public static List<Decoded> decodeAll(byte[] bytes) {
    return NAMES.stream().map(name -> decode(bytes, name)).toList();
  }

  private static Decoded decode(byte[] bytes, String name) {
    return name.startsWith("UTF-32") ? utf32(bytes, name) : byDecoder(bytes, name, charset(name));
  }

  private static Charset charset(String name) {
    return switch (name) {
      case "UTF-8" -> StandardCharsets.UTF_8;
      case "UTF-16LE" -> StandardCharsets.UTF_16LE;
      case "UTF-16BE" -> StandardCharsets.UTF_16BE;
      default -> StandardCharsets.ISO_8859_1;
    };
  }

  private static Decoded byDecoder(byte[] bytes, String name, Charset charset) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    return new Decoded(
        name,
        out.flip().toString(),
        result.isError() ? OptionalInt.of(in.position()) : OptionalInt.empty());
  }

  /** By hand, as the JDK's decoder does not say where a code point out of range began. */
  private static Decoded utf32(byte[] bytes, String name) {
    ByteBuffer in =
        ByteBuffer.wrap(bytes)
            .order(name.endsWith("LE") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    StringBuilder text = new StringBuilder();
    while (in.remaining() >= 4) {
      int codePoint = in.getInt();
      boolean surrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
      if (!Character.isValidCodePoint(codePoint) || surrogate) {
        return new Decoded(name, text.toString(), OptionalInt.of(in.position() - 4));
      }
      text.appendCodePoint(codePoint);
    }
    return new Decoded(
        name,
        text.toString(),
        in.hasRemaining() ? OptionalInt.of(in.position()) : OptionalInt.empty());
  }
}
