package io.recvq.wire;

/** The control bits of a TCP header (RFC 9293 section 3.1, RFC 3168, RFC 8311). */
public final class TcpFlags {
  public static final int FIN = 0x01;
  public static final int SYN = 0x02;
  public static final int RST = 0x04;
  public static final int PSH = 0x08;
  public static final int ACK = 0x10;
  public static final int URG = 0x20;
  public static final int ECE = 0x40;
  public static final int CWR = 0x80;
  public static final int AE = 0x100;

  private static final String[] NAMES = {
    "FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"
  };

  private static final String[] TEXTS = new String[512];

  static {
    for (int flags = 0; flags < TEXTS.length; flags++) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < NAMES.length; bit++) {
        if ((flags & 1 << bit) != 0) {
          text.append(text.isEmpty() ? "" : ", ").append(NAMES[bit]);
        }
      }
      TEXTS[flags] = text.isEmpty() ? "<None>" : text.toString();
    }
  }

  private TcpFlags() {}

  /** The names of the bits that are set, from the lowest on: {@code SYN, ACK}. */
  public static String names(int flags) {
    return TEXTS[flags & 0x1ff];
  }
}
