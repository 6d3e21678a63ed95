package io.recvq.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fragments of IP datagrams together (RFC 791 section 3.2, RFC 8200 section 4.5). Where
 * fragments overlap, the bytes that came first stand. Holds a bounded number of datagrams for a
 * bounded time; the oldest makes room.
 */
final class FragmentStore {
  /** Offsets have 13 bits in units of 8 bytes, lengths 16 bits. */
  private static final int MAX_DATAGRAM_BYTES = 0xffff;

  private static final int UNIT_BYTES = 8;
  private static final int MAX_DATAGRAMS = 256;

  /** Linux gives up after 30 s as well (net.ipv4.ipfrag_time). */
  private static final long MAX_AGE_NANOS = 30_000_000_000L;

  /** Which datagram a fragment belongs to. */
  record Key(
      boolean v6, long sourceHigh, long sourceLow, long targetHigh, long targetLow, int id) {}

  /**
   * A datagram's payload.
   *
   * @param next the header that it begins with: of the first fragment's words, which count (RFC
   *     8200)
   */
  record Whole(ByteBuffer bytes, int next) {}

  /** A datagram of which something is missing. */
  private static final class Datagram {
    private final long firstNanos;
    private final BitSet units = new BitSet();
    private byte[] bytes = new byte[2048];
    private int totalBytes = -1;
    private int next;

    Datagram(long firstNanos) {
      this.firstNanos = firstNanos;
    }

    void add(ByteBuffer buffer, int at, int length, int offset, boolean last, int following) {
      if (offset == 0 && !units.get(0)) {
        next = following;
      }
      if (offset + length > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(offset + length, bytes.length * 2));
      }
      for (int done = 0; done < length; done += UNIT_BYTES) {
        int unit = (offset + done) / UNIT_BYTES;
        if (!units.get(unit)) {
          units.set(unit);
          int count = Math.min(UNIT_BYTES, length - done);
          buffer.get(at + done, bytes, offset + done, count);
        }
      }
      if (last && totalBytes < 0) {
        totalBytes = offset + length;
      }
    }

    boolean isWhole() {
      return totalBytes >= 0 && units.nextClearBit(0) * UNIT_BYTES >= totalBytes;
    }
  }

  private final Map<Key, Datagram> open = new LinkedHashMap<>();
  private long incomplete;

  /** The last time known; packets without one are as late as those before them. */
  private long nowNanos;

  /** Datagrams that never became whole, and those that are not whole yet. */
  long incomplete() {
    return incomplete + open.size();
  }

  /**
   * Adds a fragment.
   *
   * @param offset of its first byte in the datagram's payload
   * @param more whether it is not the last one
   * @param next the protocol or header that the datagram's payload begins with
   * @return the whole payload when this was the missing piece, else null
   */
  @Nullable Whole add(
      Key key,
      long timeNanos,
      ByteBuffer buffer,
      int at,
      int length,
      int offset,
      boolean more,
      int next) {
    if (offset + length > MAX_DATAGRAM_BYTES || more && length % UNIT_BYTES != 0) {
      incomplete++;
      return null;
    }
    if (timeNanos != CapturedPacket.NO_TIME) {
      nowNanos = timeNanos;
    }
    forgetOld();
    Datagram datagram = open.get(key);
    if (datagram == null) {
      if (open.size() == MAX_DATAGRAMS) {
        removeEldest();
      }
      datagram = new Datagram(nowNanos);
      open.put(key, datagram);
    }
    datagram.add(buffer, at, length, offset, !more, next);
    if (!datagram.isWhole()) {
      return null;
    }
    open.remove(key);
    return new Whole(ByteBuffer.wrap(datagram.bytes).limit(datagram.totalBytes), datagram.next);
  }

  private void forgetOld() {
    while (!open.isEmpty()
        && nowNanos - open.values().iterator().next().firstNanos > MAX_AGE_NANOS) {
      removeEldest();
    }
  }

  private void removeEldest() {
    Iterator<Datagram> eldest = open.values().iterator();
    eldest.next();
    eldest.remove();
    incomplete++;
  }
}
