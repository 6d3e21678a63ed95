package io.recvq.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Charsets by the names that headers use: Java's, and Python's spelling of the same. */
final class Encodings {
  /** Of {@code utf-16-le}, which Java calls {@code UTF-16LE}. */
  private static final Pattern BYTE_ORDER =
      Pattern.compile("[-_]([lb]e)$", Pattern.CASE_INSENSITIVE);

  private Encodings() {}

  /** The charset of this name; empty when Java has none. */
  static Optional<Charset> find(String name) {
    if (name.equals("utf-8")) {
      return Optional.of(StandardCharsets.UTF_8);
    }
    return lookUp(name)
        .or(() -> lookUp(name.replace('_', '-')))
        .or(() -> lookUp(name.replace("-", "").replace("_", "")))
        .or(() -> lookUp(BYTE_ORDER.matcher(name).replaceFirst("$1")));
  }

  private static Optional<Charset> lookUp(String name) {
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      // An empty name has its own exception type on some releases.
      return Optional.empty();
    }
  }

  /** The text of these bytes; empty when they are not of this charset. */
  static Optional<String> decode(Charset charset, ByteBuffer bytes) {
    try {
      return Optional.of(
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(bytes.duplicate())
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
