package io.recvq.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Builds capture files byte by byte, pcap or pcapng in either byte order, with everything that the
 * formats allow. Written apart from the readers, from the formats' drafts.
 */
public final class CaptureBuilder {
  public static final int MICROS = 0xa1b2c3d4;
  public static final int NANOS = 0xa1b23c4d;

  private static final int OPTION_COMMENT = 1;
  private static final int OPTION_TSRESOL = 9;
  private static final int OPTION_TSOFFSET = 14;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private ByteOrder order;
  private int magic;

  private CaptureBuilder(ByteOrder order) {
    this.order = order;
  }

  /** A classic file whose times are in units of its magic number's. */
  public static CaptureBuilder pcap(ByteOrder order, int magic, int linkType) {
    CaptureBuilder builder = new CaptureBuilder(order);
    builder.magic = magic;
    ByteBuffer head = builder.buffer(24).putInt(magic).putShort((short) 2).putShort((short) 4);
    return builder.write(head.putLong(0).putInt(262_144).putInt(linkType));
  }

  /** A pcapng file that begins with a section of this byte order. */
  public static CaptureBuilder pcapng(ByteOrder order) {
    return new CaptureBuilder(order).section(order);
  }

  private ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(order);
  }

  private CaptureBuilder write(ByteBuffer bytes) {
    byte[] written = new byte[bytes.position()];
    bytes.get(0, written);
    file.writeBytes(written);
    return this;
  }

  /** A record of a classic file; bytes past those given were on the wire only. */
  public CaptureBuilder packet(long timeNanos, byte[] captured, int wireBytes) {
    int fraction = (int) (timeNanos % 1_000_000_000L / (magic == NANOS ? 1 : 1000));
    ByteBuffer head = buffer(16).putInt((int) (timeNanos / 1_000_000_000L)).putInt(fraction);
    write(head.putInt(captured.length).putInt(wireBytes));
    file.writeBytes(captured);
    return this;
  }

  public CaptureBuilder packet(long timeNanos, byte[] captured) {
    return packet(timeNanos, captured, captured.length);
  }

  /** Begins a section. */
  public CaptureBuilder section(ByteOrder of) {
    order = of;
    ByteBuffer body = buffer(16).putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0);
    return block(0x0a0d0d0a, body.putLong(-1));
  }

  /** An interface with the clock that pcapng supposes: microseconds. */
  public CaptureBuilder device(int linkType, int snapBytes) {
    return block(1, deviceHead(linkType, snapBytes, 8));
  }

  /** An interface with a clock of its own. */
  public CaptureBuilder device(int linkType, int snapBytes, int tsresol, long tsoffset) {
    ByteBuffer body = deviceHead(linkType, snapBytes, 32);
    body.putShort((short) OPTION_TSRESOL).putShort((short) 1).put((byte) tsresol).put(new byte[3]);
    body.putShort((short) OPTION_TSOFFSET).putShort((short) 8).putLong(tsoffset);
    return block(1, body.putInt(0));
  }

  private ByteBuffer deviceHead(int linkType, int snapBytes, int room) {
    return buffer(room).putShort((short) linkType).putShort((short) 0).putInt(snapBytes);
  }

  /** An enhanced packet block with a comment; none when it is empty. */
  public CaptureBuilder enhanced(
      int device, long ticks, byte[] captured, int wireBytes, String comment) {
    byte[] text = comment.getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = buffer(40 + captured.length + text.length);
    body.putInt(device).putInt((int) (ticks >>> 32)).putInt((int) ticks);
    body.putInt(captured.length).putInt(wireBytes).put(captured);
    pad(body);
    if (text.length > 0) {
      body.putShort((short) OPTION_COMMENT).putShort((short) text.length).put(text);
      pad(body);
      body.putInt(0);
    }
    return block(6, body);
  }

  /** The packet block of the format's first drafts. */
  public CaptureBuilder old(int device, long ticks, byte[] captured, int wireBytes) {
    ByteBuffer body = buffer(28 + captured.length).putShort((short) device).putShort((short) 0);
    body.putInt((int) (ticks >>> 32)).putInt((int) ticks);
    body.putInt(captured.length).putInt(wireBytes).put(captured);
    pad(body);
    return block(2, body);
  }

  /** A simple packet block, which has neither a time nor a captured length. */
  public CaptureBuilder simple(byte[] captured, int wireBytes) {
    ByteBuffer body = buffer(8 + captured.length).putInt(wireBytes).put(captured);
    pad(body);
    return block(3, body);
  }

  private static void pad(ByteBuffer body) {
    while (body.position() % 4 != 0) {
      body.put((byte) 0);
    }
  }

  /** Any block: the body's bytes before its position. */
  public CaptureBuilder block(int type, ByteBuffer body) {
    int length = body.position() + 12;
    write(buffer(8).putInt(type).putInt(length));
    write(body);
    return write(buffer(4).putInt(length));
  }

  /** A block of a type with this many bytes of nothing, a multiple of four. */
  public CaptureBuilder block(int type, int bodyBytes) {
    return block(type, buffer(bodyBytes).position(bodyBytes));
  }

  /** Any four bytes, in the present byte order. */
  public CaptureBuilder raw(int value) {
    return write(buffer(4).putInt(value));
  }

  /** How long the file is so far. */
  public int size() {
    return file.size();
  }

  public byte[] bytes() {
    return file.toByteArray();
  }

  /** Writes the file; answers where. */
  public Path save(Path path) throws IOException {
    return Files.write(path, bytes());
  }
}
