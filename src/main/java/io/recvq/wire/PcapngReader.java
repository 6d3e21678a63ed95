package io.recvq.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * pcapng: blocks in sections, each section with its own byte order and interfaces, each interface
 * with its own link type, snap length and clock
 * (https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html). Blocks that carry no packet
 * are skipped.
 */
public final class PcapngReader implements RecordReader {
  /** The section header's block type, the same in both byte orders. */
  public static final int SECTION_HEADER = 0x0a0d0d0a;

  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int OLD_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;

  /** Block type and length before the body, the length again after it. */
  private static final int BLOCK_HEAD_BYTES = 8;

  private static final int BLOCK_FRAME_BYTES = 12;
  private static final int SECTION_MIN_BYTES = 28;
  private static final int INTERFACE_MIN_BYTES = 20;
  private static final int ENHANCED_MIN_BYTES = 32;
  private static final int SIMPLE_MIN_BYTES = 16;

  /** Room for a packet's options beside its bytes. */
  private static final int MAX_BLOCK_BYTES = MAX_PACKET_BYTES + (1 << 20);

  private static final int MAX_INTERFACES = 1 << 16;

  private static final int OPTION_END = 0;
  private static final int OPTION_TIME_RESOLUTION = 9;
  private static final int OPTION_TIME_OFFSET = 14;

  /**
   * What a section says of an interface.
   *
   * @param snapBytes most bytes kept of a packet; 0 is no limit
   */
  private record Interface(int linkType, int snapBytes, TickClock clock) {}

  private final ByteWindow window;
  private final List<Interface> interfaces = new ArrayList<>();
  private boolean swapped;
  private long number;
  private Optional<Ending> ending = Optional.empty();

  private PcapngReader(ByteWindow window) {
    this.window = window;
  }

  /** Whether a file that begins with these four bytes (read as big-endian) is of this format. */
  public static boolean recognises(int magic) {
    return magic == SECTION_HEADER;
  }

  /** The window stands at the file's start and the magic was recognised. */
  public static PcapngReader open(ByteWindow window) {
    return new PcapngReader(window);
  }

  @Override
  public Optional<Ending> ending() {
    return ending;
  }

  @Override
  public boolean next(CapturedPacket packet) throws IOException {
    while (ending.isEmpty()) {
      if (!window.has(BLOCK_HEAD_BYTES)) {
        return window.available() != 0 && cutOff();
      }
      int type = get(0);
      if (type == SECTION_HEADER && !startSection()) {
        return false;
      }
      int length = get(4);
      if (length < BLOCK_FRAME_BYTES) {
        return damaged("a block of " + Integer.toUnsignedLong(length) + " bytes");
      }
      // Lengths are multiples of four; writers that forget to say so pad all the same.
      long padded = (Integer.toUnsignedLong(length) + 3) & ~3L;
      if (!carriesData(type)) {
        if (!window.skip(padded)) {
          return cutOff();
        }
        continue;
      }
      if (padded > MAX_BLOCK_BYTES) {
        return damaged("a block of " + padded + " bytes");
      }
      if (!window.has((int) padded)) {
        return cutOff();
      }
      boolean filled = readBlock(type, (int) padded, packet);
      window.advance((int) padded);
      if (filled) {
        return true;
      }
    }
    return false;
  }

  private static boolean carriesData(int type) {
    return type == INTERFACE_DESCRIPTION
        || type == ENHANCED_PACKET
        || type == SIMPLE_PACKET
        || type == OLD_PACKET;
  }

  /** Learns a section's byte order; false when the header is no section header. */
  private boolean startSection() throws IOException {
    if (!window.has(SECTION_MIN_BYTES)) {
      return cutOff();
    }
    int magic = window.buffer().getInt(window.position() + 8);
    if (magic != BYTE_ORDER_MAGIC && Integer.reverseBytes(magic) != BYTE_ORDER_MAGIC) {
      return damaged("a section without a byte order");
    }
    swapped = magic != BYTE_ORDER_MAGIC;
    interfaces.clear();
    return true;
  }

  /** Reads the block at hand; true when it filled the packet. */
  private boolean readBlock(int type, int length, CapturedPacket packet) throws IOException {
    return switch (type) {
      case INTERFACE_DESCRIPTION -> {
        addInterface(length);
        yield false;
      }
      case ENHANCED_PACKET ->
          length < ENHANCED_MIN_BYTES
              ? damaged("a packet block of " + length + " bytes")
              : readTimed(length, get(8), packet);
      case OLD_PACKET ->
          length < ENHANCED_MIN_BYTES
              ? damaged("a packet block of " + length + " bytes")
              : readTimed(length, getShort(8), packet);
      default ->
          length < SIMPLE_MIN_BYTES
              ? damaged("a packet block of " + length + " bytes")
              : readSimple(length, packet);
    };
  }

  /** Enhanced and old packet blocks: interface, time, lengths, bytes. */
  private boolean readTimed(int length, int interfaceId, CapturedPacket packet) throws IOException {
    if (interfaceId < 0 || interfaceId >= interfaces.size()) {
      return damaged("a packet of interface " + interfaceId + ", which is not described");
    }
    Interface on = interfaces.get(interfaceId);
    int captured = get(20);
    if (captured < 0 || captured > length - ENHANCED_MIN_BYTES) {
      return damaged(
          "a packet of " + Integer.toUnsignedLong(captured) + " bytes in a block of " + length);
    }
    long ticks = Integer.toUnsignedLong(get(12)) << 32 | Integer.toUnsignedLong(get(16));
    packet.set(
        ++number,
        on.clock().epochNanos(ticks),
        on.linkType(),
        window.buffer(),
        window.position() + 28,
        captured,
        get(24),
        false);
    window.keep(packet);
    return true;
  }

  /** A simple packet block: of the first interface, without a time, cut to its snap length. */
  private boolean readSimple(int length, CapturedPacket packet) throws IOException {
    if (interfaces.isEmpty()) {
      return damaged("a packet before any interface is described");
    }
    Interface on = interfaces.get(0);
    int wire = get(8);
    int captured = length - SIMPLE_MIN_BYTES;
    if (wire >= 0 && wire < captured) {
      captured = wire;
    }
    if (on.snapBytes() > 0 && on.snapBytes() < captured) {
      captured = on.snapBytes();
    }
    packet.set(
        ++number,
        CapturedPacket.NO_TIME,
        on.linkType(),
        window.buffer(),
        window.position() + 12,
        captured,
        wire,
        false);
    window.keep(packet);
    return true;
  }

  private void addInterface(int length) {
    if (length < INTERFACE_MIN_BYTES) {
      damaged("an interface block of " + length + " bytes");
      return;
    }
    if (interfaces.size() == MAX_INTERFACES) {
      damaged("more than " + MAX_INTERFACES + " interfaces");
      return;
    }
    int resolution = TickClock.MICROSECONDS;
    long offsetSeconds = 0;
    int at = 16;
    int end = length - 4;
    while (at + 4 <= end) {
      int code = getShort(at);
      int size = getShort(at + 2);
      if (code == OPTION_END || size > end - at - 4) {
        break;
      }
      if (code == OPTION_TIME_RESOLUTION && size == 1) {
        resolution = window.buffer().get(window.position() + at + 4) & 0xff;
      } else if (code == OPTION_TIME_OFFSET && size == 8) {
        offsetSeconds = getLong(at + 4);
      }
      at += 4 + (size + 3 & ~3);
    }
    interfaces.add(new Interface(getShort(8), get(12), new TickClock(resolution, offsetSeconds)));
  }

  private int get(int at) {
    int value = window.buffer().getInt(window.position() + at);
    return swapped ? Integer.reverseBytes(value) : value;
  }

  private int getShort(int at) {
    short value = window.buffer().getShort(window.position() + at);
    return (swapped ? Short.reverseBytes(value) : value) & 0xffff;
  }

  private long getLong(int at) {
    long value = window.buffer().getLong(window.position() + at);
    return swapped ? Long.reverseBytes(value) : value;
  }

  private boolean cutOff() {
    String where = number == 0 ? "before its first packet" : "after packet " + number;
    ending = Optional.of(new Ending(true, "the file is cut off " + where));
    return false;
  }

  private boolean damaged(String what) {
    String where = number == 0 ? "before the first packet" : "after packet " + number;
    ending = Optional.of(new Ending(false, what + " " + where));
    return false;
  }
}
