package io.recvq.flow;

import io.recvq.net.SeqNumber;
import java.util.Arrays;

/**
 * The sequence numbers that a direction passed over and has not shown since, each range with the
 * time when it was passed over. Rests on headers alone, so that it holds for captures that keep no
 * payload. Of very many ranges the oldest are forgotten.
 */
final class Holes {
  /** The answer for a number that was not passed over. */
  static final long NONE = Long.MIN_VALUE;

  private static final int FIRST_SLOTS = 8;
  private static final int MOST = 256;

  private int[] froms = {};
  private int[] ends = {};
  private long[] since = {};
  private int size;

  /** Notes that the numbers from one to before the other were passed over. */
  void add(int from, int end, long nowNanos) {
    if (size == MOST) {
      remove(0);
    }
    if (size == froms.length) {
      int slots = Math.max(FIRST_SLOTS, size * 2);
      froms = Arrays.copyOf(froms, slots);
      ends = Arrays.copyOf(ends, slots);
      since = Arrays.copyOf(since, slots);
    }
    froms[size] = from;
    ends[size] = end;
    since[size++] = nowNanos;
  }

  /** When this number was passed over, or {@link #NONE}. */
  long since(int seq) {
    for (int i = size - 1; i >= 0; i--) {
      if (!SeqNumber.isBefore(seq, froms[i]) && SeqNumber.isBefore(seq, ends[i])) {
        return since[i];
      }
    }
    return NONE;
  }

  /** Notes that the numbers from one to before the other were shown after all. */
  void fill(int from, int end) {
    for (int i = size - 1; i >= 0; i--) {
      int holeEnd = ends[i];
      if (!SeqNumber.isBefore(froms[i], end) || !SeqNumber.isAfter(holeEnd, from)) {
        continue;
      }
      boolean leavesEnd = SeqNumber.isAfter(holeEnd, end);
      if (SeqNumber.isBefore(froms[i], from)) {
        ends[i] = from;
        if (leavesEnd) {
          add(end, holeEnd, since[i]);
        }
      } else if (leavesEnd) {
        froms[i] = end;
      } else {
        remove(i);
      }
    }
  }

  private void remove(int at) {
    int behind = size - at - 1;
    System.arraycopy(froms, at + 1, froms, at, behind);
    System.arraycopy(ends, at + 1, ends, at, behind);
    System.arraycopy(since, at + 1, since, at, behind);
    size--;
  }
}
