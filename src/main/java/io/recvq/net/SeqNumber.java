package io.recvq.net;

/**
 * Arithmetic on TCP sequence numbers, which count modulo 2^32 (RFC 9293 section 3.4). A number is
 * an int whose bits are the unsigned value; comparisons hold while two numbers are less than 2^31
 * apart.
 */
public final class SeqNumber {
  private SeqNumber() {}

  /** How far {@code a} lies after {@code b}; negative when before. */
  public static int difference(int a, int b) {
    return a - b;
  }

  public static boolean isBefore(int a, int b) {
    return a - b < 0;
  }

  public static boolean isAfter(int a, int b) {
    return a - b > 0;
  }

  /**
   * The 64-bit position of a sequence number in a stream that starts at {@code base}: of all
   * positions that the number can stand for, the one nearest to {@code near}. Negative for what
   * lies before the start.
   */
  public static long position(int seq, int base, long near) {
    return near + (seq - (base + (int) near));
  }
}
