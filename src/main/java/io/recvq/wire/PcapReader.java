package io.recvq.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The classic capture file: a header of 24 bytes, then records of 16 bytes and a packet
 * (https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html), in either byte order, with
 * times in microseconds or nanoseconds.
 */
public final class PcapReader implements RecordReader {
  /** First four bytes, read as big-endian, of a file written by a big-endian host. */
  public static final int MAGIC_MICROS = 0xa1b2c3d4;

  public static final int MAGIC_NANOS = 0xa1b23c4d;

  /** As MAGIC_MICROS, with records of 24 bytes (Kuznetzov's patch of libpcap). */
  public static final int MAGIC_MODIFIED = 0xa1b2cd34;

  private static final int FILE_HEADER_BYTES = 24;
  private static final int LINK_TYPE_AT = 20;

  private static final int SECONDS_AT = 0;
  private static final int FRACTION_AT = 4;
  private static final int CAPTURED_AT = 8;
  private static final int WIRE_AT = 12;

  private final ByteWindow window;
  private final boolean swapped;
  private final long fractionNanos;
  private final int recordHeaderBytes;
  private final int linkType;
  private long number;
  private Optional<Ending> ending = Optional.empty();

  private PcapReader(ByteWindow window, boolean swapped, int magic, int linkType) {
    this.window = window;
    this.swapped = swapped;
    this.fractionNanos = magic == MAGIC_NANOS ? 1 : 1000;
    this.recordHeaderBytes = magic == MAGIC_MODIFIED ? 24 : 16;
    this.linkType = linkType;
  }

  /** Whether a file that begins with these four bytes (read as big-endian) is of this format. */
  public static boolean recognises(int magic) {
    return isMagic(magic) || isMagic(Integer.reverseBytes(magic));
  }

  private static boolean isMagic(int value) {
    return value == MAGIC_MICROS || value == MAGIC_NANOS || value == MAGIC_MODIFIED;
  }

  /**
   * Reads the file's header; the window stands at the file's start and the magic was recognised.
   */
  public static PcapReader open(ByteWindow window) throws IOException {
    if (!window.has(FILE_HEADER_BYTES)) {
      window.advance(window.available());
      PcapReader empty = new PcapReader(window, false, MAGIC_MICROS, LinkType.ETHERNET);
      empty.ending = Optional.of(new Ending(true, "the file is cut off inside its header"));
      return empty;
    }
    ByteBuffer buffer = window.buffer();
    int at = window.position();
    int magic = buffer.getInt(at);
    boolean swapped = !isMagic(magic);
    int type = buffer.getInt(at + LINK_TYPE_AT);
    window.advance(FILE_HEADER_BYTES);
    // The upper bits hold the length of a frame check sequence, which IP's own length excludes.
    int linkType = (swapped ? Integer.reverseBytes(type) : type) & 0xffff;
    return new PcapReader(window, swapped, swapped ? Integer.reverseBytes(magic) : magic, linkType);
  }

  @Override
  public boolean next(CapturedPacket packet) throws IOException {
    if (ending.isPresent()) {
      return false;
    }
    if (!window.has(recordHeaderBytes)) {
      return window.available() != 0 && cutOff();
    }
    ByteBuffer buffer = window.buffer();
    int at = window.position();
    int captured = get(buffer, at + CAPTURED_AT);
    if (captured < 0 || captured > MAX_PACKET_BYTES) {
      String reason =
          "packet "
              + (number + 1)
              + " says that it has "
              + Integer.toUnsignedLong(captured)
              + " bytes";
      ending = Optional.of(new Ending(false, reason));
      return false;
    }
    if (!window.has(recordHeaderBytes + captured)) {
      return cutOff();
    }
    buffer = window.buffer();
    at = window.position();
    long seconds = Integer.toUnsignedLong(get(buffer, at + SECONDS_AT));
    long fraction = Integer.toUnsignedLong(get(buffer, at + FRACTION_AT));
    int wire = get(buffer, at + WIRE_AT);
    packet.set(
        ++number,
        seconds * 1_000_000_000L + fraction * fractionNanos,
        linkType,
        buffer,
        at + recordHeaderBytes,
        captured,
        wire,
        false);
    window.keep(packet);
    window.advance(recordHeaderBytes + captured);
    return true;
  }

  private int get(ByteBuffer buffer, int at) {
    int value = buffer.getInt(at);
    return swapped ? Integer.reverseBytes(value) : value;
  }

  private boolean cutOff() {
    String reason = "the file is cut off inside packet " + (number + 1);
    ending = Optional.of(new Ending(true, reason));
    return false;
  }

  @Override
  public Optional<Ending> ending() {
    return ending;
  }
}
