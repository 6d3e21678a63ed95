package io.recvq.sockets;

import io.recvq.net.Endpoint;
import io.recvq.net.IpAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the files {@code tcp}, {@code tcp6}, {@code udp}, {@code udp6}, {@code raw}, {@code raw6}
 * and {@code unix} below /proc/net (man 5 proc). They tell less than sock_diag: no backlog, no TCP
 * numbers, no cookies.
 */
public final class ProcNetParser {
  /** The kernel prints timers in ticks of USER_HZ, 100 a second on every architecture here. */
  private static final int TICK_MILLIS = 10;

  private static final int MAX_PATH = 108;

  private final Consumer<SocketRow> rows;
  private final boolean littleEndian;
  private byte[] text = new byte[0];
  private int at;
  private int lineEnd;
  private int malformed;

  /**
   * @param rows takes each row
   * @param order the machine's order, in which the kernel prints the words of an address
   */
  public ProcNetParser(Consumer<SocketRow> rows, ByteOrder order) {
    this.rows = rows;
    this.littleEndian = order == ByteOrder.LITTLE_ENDIAN;
  }

  /** Lines that were not understood, and skipped. */
  public int malformed() {
    return malformed;
  }

  /** Reads the first {@code length} bytes of a file of TCP, UDP or raw sockets, header included. */
  public void inet(Proto proto, byte[] file, int length) {
    eachLine(file, length, () -> inetLine(proto));
  }

  /** Reads the first {@code length} bytes of the file of Unix sockets, header included. */
  public void unix(byte[] file, int length) {
    eachLine(file, length, this::unixLine);
  }

  private void eachLine(byte[] file, int length, Runnable line) {
    text = file;
    int start = endOfLine(0, length) + 1;
    while (start < length) {
      lineEnd = endOfLine(start, length);
      at = start;
      try {
        line.run();
      } catch (MalformedLine e) {
        malformed++;
      }
      start = lineEnd + 1;
    }
  }

  private int endOfLine(int from, int length) {
    int end = from;
    while (end < length && text[end] != '\n') {
      end++;
    }
    return end;
  }

  /** sl local remote st tx:rx tr:when retrnsmt uid timeout inode [ref pointer drops]. */
  private void inetLine(Proto proto) {
    skipField();
    int localAt = startOfField();
    Endpoint local = endpoint(localAt);
    boolean v6 = fieldLength(localAt) > 13;
    skipField();
    Endpoint remote = SockDiagParser.sameFamily(endpoint(startOfField()), local);
    skipField();
    Optional<SocketState> state = SocketState.of((int) hexField());
    long sendQ = hex(startOfField(), ':');
    long recvQ = hex(after(':'), ' ');
    skipField();
    int timer = (int) hex(startOfField(), ':');
    long remaining = hex(after(':'), ' ') * TICK_MILLIS;
    skipField();
    int retries = (int) hexField();
    long uid = decimalField();
    skipField();
    long inode = decimalField();
    if (state.isEmpty()) {
      throw new MalformedLine();
    }
    boolean listens = state.get() == SocketState.LISTEN;
    rows.accept(
        new InetRow(
            proto,
            v6,
            state.get(),
            recvQ,
            listens ? SocketRow.UNKNOWN : sendQ,
            local,
            remote,
            0,
            uid,
            inode,
            0,
            SocketTimer.of(timer, remaining, retries),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Ownership.NOT_ASKED));
  }

  /** Num RefCount Protocol Flags Type St Inode [Path]. */
  private void unixLine() {
    skipField();
    skipField();
    skipField();
    boolean listens = (hexField() & 0x10000) != 0;
    String type = SockDiagParser.unixType((int) hexField());
    // SS_CONNECTED of linux/net.h; the other values are no connection yet or no more.
    boolean connected = hexField() == 3;
    long inode = decimalField();
    if (inode == 0) {
      // A connection that waits to be accepted, which sock_diag does not list either.
      return;
    }
    SocketState state =
        listens ? SocketState.LISTEN : connected ? SocketState.ESTABLISHED : SocketState.CLOSE;
    rows.accept(
        new UnixRow(
            type,
            state,
            SocketRow.UNKNOWN,
            SocketRow.UNKNOWN,
            rest(),
            0,
            SocketRow.UNKNOWN,
            inode,
            0,
            Optional.empty(),
            Ownership.NOT_ASKED));
  }

  /** ADDRESS:PORT in hexadecimal; the address in words of the machine's order. */
  private Endpoint endpoint(int from) {
    int colon = from;
    while (colon < lineEnd && text[colon] != ':') {
      colon++;
    }
    long number = hex(colon + 1, ' ');
    if (colon >= lineEnd || number > 0xffff) {
      throw new MalformedLine();
    }
    int port = (int) number;
    if (colon - from == 8) {
      return new Endpoint(IpAddress.ofV4(word(from)), port);
    }
    if (colon - from != 32) {
      throw new MalformedLine();
    }
    long high = pair(word(from), word(from + 8));
    long low = pair(word(from + 16), word(from + 24));
    return new Endpoint(new IpAddress(true, high, low), port).unmapped();
  }

  private static long pair(int first, int second) {
    return (long) first << 32 | Integer.toUnsignedLong(second);
  }

  private int word(int from) {
    int bits = 0;
    for (int i = from; i < from + 8; i++) {
      bits = bits << 4 | digit(text[i]);
    }
    return littleEndian ? Integer.reverseBytes(bits) : bits;
  }

  private long hexField() {
    long value = hex(startOfField(), ' ');
    skipField();
    return value;
  }

  private long decimalField() {
    int from = startOfField();
    long value = 0;
    while (from < lineEnd && text[from] > ' ') {
      int digit = text[from++] - '0';
      if (digit < 0 || digit > 9 || value > Long.MAX_VALUE / 100) {
        throw new MalformedLine();
      }
      value = value * 10 + digit;
    }
    skipField();
    return value;
  }

  /** At most 15 digits up to the separator or white space. */
  private long hex(int from, char separator) {
    long value = 0;
    int i = from;
    while (i < lineEnd && text[i] != separator && text[i] > ' ') {
      if (i - from == 15) {
        throw new MalformedLine();
      }
      value = value << 4 | digit(text[i++]);
    }
    if (i == from) {
      throw new MalformedLine();
    }
    return value;
  }

  private static int digit(byte b) {
    int digit = b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10;
    if (digit < 0 || digit > 15 || b > '9' && digit < 10) {
      throw new MalformedLine();
    }
    return digit;
  }

  private int startOfField() {
    while (at < lineEnd && text[at] <= ' ') {
      at++;
    }
    if (at == lineEnd) {
      throw new MalformedLine();
    }
    return at;
  }

  private int fieldLength(int from) {
    int i = from;
    while (i < lineEnd && text[i] > ' ') {
      i++;
    }
    return i - from;
  }

  private int after(char separator) {
    int i = startOfField();
    while (i < lineEnd && text[i] != separator) {
      i++;
    }
    return i + 1;
  }

  private void skipField() {
    at = startOfField();
    at += fieldLength(at);
  }

  private String rest() {
    if (at >= lineEnd) {
      return "";
    }
    int from = at + 1;
    int length = Math.min(Math.max(lineEnd - from, 0), MAX_PATH);
    return new String(text, from, length, StandardCharsets.UTF_8);
  }

  /** Leaves a line; carries no trace because a hostile file would make many. */
  private static final class MalformedLine extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedLine() {
      super("malformed line", null, false, false);
    }
  }
}
