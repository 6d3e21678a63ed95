package io.recvq.view;

import io.recvq.net.ByteNotation.Reading;
import io.recvq.net.TextEncodings;
import io.recvq.net.TextEncodings.ByteOrderMark;
import io.recvq.net.TextEncodings.Decoded;
import io.recvq.render.Escape;
import io.recvq.render.JsonLines;
import io.recvq.render.Style;
import io.recvq.render.Table;
import io.recvq.render.Table.Column;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code bytes} shows of a value. */
public final class BytesText {
  private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");
  private static final int[] WIDTHS = {2, 4, 8};
  private static final int MAX_DUMP_BYTES = 4096;
  private static final int MAX_TEXT_CHARS = 400;

  private final Reading reading;
  private final byte[] bytes;

  /** Shows what was read, however it was written. */
  public BytesText(Reading reading) {
    this.reading = reading;
    this.bytes = reading.bytes();
  }

  /** The whole text for people. */
  public List<String> lines(Style style) {
    List<String> lines = new ArrayList<>();
    if (reading.number().isPresent()) {
      BigInteger value = reading.number().get();
      lines.add("number " + value + ", " + hex(value));
      lines.add("");
      lines.addAll(orders(value).lines(style));
      return lines;
    }
    lines.add(
        "%s, %d byte%s"
            .formatted(
                reading.form().name().toLowerCase(Locale.ROOT),
                bytes.length,
                bytes.length == 1 ? "" : "s"));
    if (bytes.length == 0) {
      return lines;
    }
    lines.add("");
    addDump(lines);
    if (bytes.length >= 2) {
      lines.add("");
      lines.addAll(numbers().lines(style));
    }
    lines.add("");
    TextEncodings.byteOrderMark(bytes)
        .ifPresent(bom -> lines.add("byte order mark of " + bom.encoding()));
    lines.addAll(texts(style).lines(style));
    return lines;
  }

  private static String hex(BigInteger value) {
    return value.signum() < 0 ? "-0x" + value.negate().toString(16) : "0x" + value.toString(16);
  }

  /**
   * A number as it lies in memory and on the wire, and what reading it in the wrong order gives.
   */
  private static Table orders(BigInteger value) {
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    Table table =
        new Table(
            List.of(
                Column.number("bits"),
                Column.text("network order (big-endian)"),
                Column.text("host order here (" + (little ? "little" : "big") + "-endian)"),
                Column.number("read in the wrong order")));
    for (int width : WIDTHS) {
      Optional<byte[]> big = bigEndian(value, width);
      if (big.isPresent()) {
        byte[] network = big.get();
        byte[] host = little ? reversed(network) : network;
        table.row(
            List.of(
                Integer.toString(8 * width),
                SPACED.formatHex(network),
                SPACED.formatHex(host),
                unsigned(reversed(network), true).toString()));
      } else {
        table.row(List.of(Integer.toString(8 * width), "does not fit", "does not fit", ""));
      }
    }
    return table;
  }

  private static Optional<byte[]> bigEndian(BigInteger value, int width) {
    int bits = value.signum() < 0 ? value.bitLength() + 1 : value.bitLength();
    if (bits > 8 * width) {
      return Optional.empty();
    }
    byte[] big = new byte[width];
    for (int i = 0; i < width; i++) {
      big[width - 1 - i] = value.shiftRight(8 * i).byteValue();
    }
    return Optional.of(big);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] other = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      other[i] = bytes[bytes.length - 1 - i];
    }
    return other;
  }

  private static BigInteger unsigned(byte[] bytes, boolean bigEndian) {
    return new BigInteger(1, bigEndian ? bytes : reversed(bytes));
  }

  private void addDump(List<String> lines) {
    int shown = Math.min(bytes.length, MAX_DUMP_BYTES);
    for (int at = 0; at < shown; at += 16) {
      int end = Math.min(at + 16, shown);
      StringBuilder line = new StringBuilder("%08x ".formatted(at));
      StringBuilder text = new StringBuilder();
      for (int i = at; i < at + 16; i++) {
        line.append(i == at + 8 ? "  " : " ");
        line.append(i < end ? HexFormat.of().toHexDigits(bytes[i]) : "  ");
        if (i < end) {
          text.append(bytes[i] >= 0x20 && bytes[i] < 0x7f ? (char) bytes[i] : '.');
        }
      }
      lines.add(line.append("  |").append(text).append('|').toString());
    }
    if (shown < bytes.length) {
      lines.add("... " + (bytes.length - shown) + " more bytes");
    }
  }

  /** The first bytes as numbers, signed values where they differ. */
  private Table numbers() {
    Table table =
        new Table(
            List.of(
                Column.text("first bytes as"),
                Column.number("big-endian (network)"),
                Column.number("little-endian")));
    for (int width : WIDTHS) {
      if (bytes.length >= width) {
        byte[] head = java.util.Arrays.copyOf(bytes, width);
        table.row(
            List.of(
                "unsigned " + 8 * width,
                unsigned(head, true).toString(),
                unsigned(head, false).toString()));
      }
    }
    return table;
  }

  private Table texts(Style style) {
    Table table = new Table(List.of(Column.text("encoding"), Column.text("text")));
    for (Decoded decoded : TextEncodings.decodeAll(bytes)) {
      table.row(List.of(decoded.encoding(), describe(decoded, style)));
    }
    return table;
  }

  private String describe(Decoded decoded, Style style) {
    String text = decoded.text();
    boolean cut = text.length() > MAX_TEXT_CHARS;
    String shown = Escape.text(cut ? text.substring(0, MAX_TEXT_CHARS) : text) + (cut ? "..." : "");
    if (decoded.valid()) {
      return shown;
    }
    int at = decoded.firstBad().getAsInt();
    String bad = "not valid: byte %02x at position %d".formatted(bytes[at] & 0xff, at);
    return style.dim(text.isEmpty() ? bad : bad + ", after " + shown);
  }

  /** The same as one object. */
  public void json(JsonLines json) {
    json.begin("bytes")
        .put("form", reading.form().name().toLowerCase(Locale.ROOT))
        .put("length", bytes.length)
        .put("hex", HexFormat.of().formatHex(bytes));
    reading.number().ifPresent(value -> json.put("number", value.toString()));
    Optional<ByteOrderMark> bom = TextEncodings.byteOrderMark(bytes);
    if (bom.isPresent()) {
      json.put("byteOrderMark", bom.get().encoding());
    }
    json.array("numbers");
    for (int width : WIDTHS) {
      if (bytes.length >= width) {
        byte[] head = java.util.Arrays.copyOf(bytes, width);
        json.element()
            .put("bits", 8L * width)
            .put("bigEndian", unsigned(head, true).toString())
            .put("littleEndian", unsigned(head, false).toString())
            .end();
      }
    }
    json.end().array("encodings");
    for (Decoded decoded : TextEncodings.decodeAll(bytes)) {
      json.element()
          .put("encoding", decoded.encoding())
          .put("valid", decoded.valid())
          .put("text", decoded.text());
      decoded.firstBad().ifPresent(at -> json.put("firstBad", at));
      json.end();
    }
    json.end().end();
  }
}
