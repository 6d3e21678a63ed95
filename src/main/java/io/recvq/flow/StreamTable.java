package io.recvq.flow;

import io.recvq.wire.Segment;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are remembered: found by a segment's addresses and ports from either end,
 * and ordered by how recently each was active.
 */
final class StreamTable {
  private static final long MIX = 0x9e3779b97f4a7c15L;

  /** Differs from run to run, so that no capture can be made whose streams share a bucket. */
  private final long seed = new Object().hashCode() * MIX;

  private @Nullable TcpStream[] buckets = new TcpStream[256];
  private int size;
  private @Nullable TcpStream oldest;
  private @Nullable TcpStream newest;

  int size() {
    return size;
  }

  int hash(Segment segment) {
    long one = mix(segment.sourceHigh(), segment.sourceLow(), segment.sourcePort());
    long other = mix(segment.targetHigh(), segment.targetLow(), segment.targetPort());
    // A sum is the same from both ends.
    long both = (one + other) * MIX;
    return (int) (both >>> 32);
  }

  private long mix(long high, long low, int port) {
    long h = (low ^ seed) * MIX + port;
    h = (h ^ h >>> 29) * 0xbf58476d1ce4e5b9L;
    if (high != 0) {
      h = (h ^ high ^ h >>> 31) * 0x94d049bb133111ebL;
    }
    return h ^ h >>> 32;
  }

  @Nullable TcpStream find(Segment segment, int hash) {
    TcpStream stream = buckets[hash & buckets.length - 1];
    while (stream != null && !(isForward(stream, segment) || isReverse(stream, segment))) {
      stream = stream.nextInBucket;
    }
    return stream;
  }

  /** Whether the segment goes from the first end to the second. */
  static boolean isForward(TcpStream stream, Segment segment) {
    return segment.sourcePort() == stream.firstPort
        && segment.targetPort() == stream.secondPort
        && segment.sourceLow() == stream.firstLow
        && segment.targetLow() == stream.secondLow
        && segment.sourceHigh() == stream.firstHigh
        && segment.targetHigh() == stream.secondHigh
        && segment.v6() == stream.v6;
  }

  private static boolean isReverse(TcpStream stream, Segment segment) {
    return segment.sourcePort() == stream.secondPort
        && segment.targetPort() == stream.firstPort
        && segment.sourceLow() == stream.secondLow
        && segment.targetLow() == stream.firstLow
        && segment.sourceHigh() == stream.secondHigh
        && segment.targetHigh() == stream.firstHigh
        && segment.v6() == stream.v6;
  }

  void add(TcpStream stream) {
    if (size >= buckets.length) {
      grow();
    }
    int bucket = stream.hash & buckets.length - 1;
    stream.nextInBucket = buckets[bucket];
    buckets[bucket] = stream;
    size++;
    append(stream);
  }

  private void grow() {
    @Nullable TcpStream[] old = buckets;
    buckets = new TcpStream[old.length * 2];
    for (TcpStream chain : old) {
      TcpStream stream = chain;
      while (stream != null) {
        TcpStream next = stream.nextInBucket;
        int bucket = stream.hash & buckets.length - 1;
        stream.nextInBucket = buckets[bucket];
        buckets[bucket] = stream;
        stream = next;
      }
    }
  }

  void remove(TcpStream stream) {
    int bucket = stream.hash & buckets.length - 1;
    TcpStream at = buckets[bucket];
    if (at == stream) {
      buckets[bucket] = stream.nextInBucket;
    } else {
      while (at != null && at.nextInBucket != stream) {
        at = at.nextInBucket;
      }
      if (at != null) {
        at.nextInBucket = stream.nextInBucket;
      }
    }
    stream.nextInBucket = null;
    unlink(stream);
    size--;
  }

  /** Makes this the most recently active one. */
  void touch(TcpStream stream) {
    if (stream != newest) {
      unlink(stream);
      append(stream);
    }
  }

  /** The one that was idle longest. */
  @Nullable TcpStream oldest() {
    return oldest;
  }

  private void append(TcpStream stream) {
    stream.older = newest;
    stream.newer = null;
    if (newest == null) {
      oldest = stream;
    } else {
      newest.newer = stream;
    }
    newest = stream;
  }

  private void unlink(TcpStream stream) {
    if (stream.older == null) {
      oldest = stream.newer;
    } else {
      stream.older.newer = stream.newer;
    }
    if (stream.newer == null) {
      newest = stream.older;
    } else {
      stream.newer.older = stream.older;
    }
  }
}
