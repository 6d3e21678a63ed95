package io.recvq.sockets;

import io.recvq.net.Endpoint;
import io.recvq.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

/**
 * Reads sock_diag answers, a datagram at a time. Every length is checked against what is there;
 * what is too short is counted as malformed and skipped.
 */
public final class SockDiagParser {
  private static final int NLMSG_HEADER = 16;
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int SOCK_DIAG_BY_FAMILY = 20;
  private static final int NLM_F_DUMP_INTR = 0x10;

  private static final int INET_MESSAGE = 72;
  private static final int UNIX_MESSAGE = 16;

  private static final int INET_DIAG_INFO = 2;
  private static final int INET_DIAG_CONG = 4;
  private static final int INET_DIAG_SKMEMINFO = 7;

  private static final int UNIX_DIAG_NAME = 0;
  private static final int UNIX_DIAG_PEER = 2;
  private static final int UNIX_DIAG_RQLEN = 4;
  private static final int UNIX_DIAG_MEMINFO = 5;
  private static final int UNIX_DIAG_UID = 7;

  /** A congestion control's name has at most 16 bytes (TCP_CA_NAME_MAX). */
  private static final int MAX_NAME = 16;

  /** The longest Unix address (sizeof sun_path). */
  private static final int MAX_PATH = 108;

  private final Proto proto;
  private boolean done;
  private int errno;
  private int answers;
  private boolean interrupted;
  private int malformed;

  /** The answers do not name their protocol, so the request's is given here. */
  public SockDiagParser(Proto proto) {
    this.proto = proto;
  }

  /** Whether the kernel said that this is all, by the end of a dump or by an error. */
  public boolean isDone() {
    return done;
  }

  /** The errno that ended the answer, 0 for none; an end of a dump can carry one too. */
  public int errno() {
    return errno;
  }

  /** Rows and errors seen so far: one for each request that was no dump. */
  public int answers() {
    return answers;
  }

  /** Whether the table changed while it was dumped, so that rows can be missing or doubled. */
  public boolean isInterrupted() {
    return interrupted;
  }

  /** Messages that were too short or of a kind not known here. */
  public int malformed() {
    return malformed;
  }

  /**
   * Reads one datagram from position to limit.
   *
   * @param datagram in the machine's byte order
   * @param rows takes each row with the sequence number of the request that it answers
   */
  public void read(ByteBuffer datagram, ObjIntConsumer<SocketRow> rows) {
    datagram.order(ByteOrder.nativeOrder());
    int at = datagram.position();
    int end = datagram.limit();
    while (end - at >= NLMSG_HEADER) {
      int length = datagram.getInt(at);
      if (length < NLMSG_HEADER || length > end - at) {
        malformed++;
        return;
      }
      message(datagram, at, at + length, rows);
      int aligned = length + 3 & ~3;
      at = aligned < 0 || aligned > end - at ? end : at + aligned;
    }
  }

  /**
   * Whether a datagram, from position to limit, holds the end of an answer. Says so without reading
   * the rows, for whoever fetches the next datagram while this one is parsed; damage counts as an
   * end.
   */
  public static boolean isLast(ByteBuffer datagram) {
    int at = datagram.position();
    int end = datagram.limit();
    while (end - at >= NLMSG_HEADER) {
      int length = datagram.getInt(at);
      int type = Short.toUnsignedInt(datagram.getShort(at + 4));
      if (length < NLMSG_HEADER || length > end - at) {
        return true;
      }
      if (type == NLMSG_DONE || type == NLMSG_ERROR) {
        return true;
      }
      at += length + 3 & ~3;
    }
    return at == datagram.position();
  }

  private void message(ByteBuffer datagram, int at, int end, ObjIntConsumer<SocketRow> rows) {
    int type = Short.toUnsignedInt(datagram.getShort(at + 4));
    if ((datagram.getShort(at + 6) & NLM_F_DUMP_INTR) != 0) {
      interrupted = true;
    }
    int payload = at + NLMSG_HEADER;
    switch (type) {
      case NLMSG_DONE -> {
        done = true;
        errno = end - payload >= 4 ? Math.abs(datagram.getInt(payload)) : 0;
      }
      case NLMSG_ERROR -> {
        done = true;
        answers++;
        if (end - payload >= 4) {
          errno = Math.abs(datagram.getInt(payload));
        } else {
          malformed++;
        }
      }
      case SOCK_DIAG_BY_FAMILY -> {
        answers++;
        SocketRow row =
            proto == Proto.UNIX ? unix(datagram, payload, end) : inet(datagram, payload, end);
        if (row == null) {
          malformed++;
        } else {
          rows.accept(row, datagram.getInt(at + 8));
        }
      }
      default -> {
        // NLMSG_NOOP and kinds of later kernels: nothing that was asked for.
      }
    }
  }

  private @org.jspecify.annotations.Nullable SocketRow inet(ByteBuffer in, int at, int end) {
    if (end - at < INET_MESSAGE) {
      return null;
    }
    int family = in.get(at);
    Optional<SocketState> state = SocketState.of(in.get(at + 1));
    if (state.isEmpty()
        || family != SockDiagRequest.AF_INET && family != SockDiagRequest.AF_INET6) {
      return null;
    }
    Optional<TcpInfo> tcp = Optional.empty();
    Optional<String> congestion = Optional.empty();
    Optional<SocketMemory> memory = Optional.empty();
    for (int next = at + INET_MESSAGE; end - next >= 4; ) {
      int length = Short.toUnsignedInt(in.getShort(next));
      if (length < 4 || length > end - next) {
        malformed++;
        break;
      }
      int value = next + 4;
      int size = length - 4;
      switch (in.getShort(next + 2) & 0x3fff) {
        case INET_DIAG_INFO -> tcp = Optional.of(TcpInfo.of(in, value, size));
        case INET_DIAG_CONG -> congestion = Optional.of(text(in, value, size, MAX_NAME));
        case INET_DIAG_SKMEMINFO -> memory = memory(in, value, size);
        default -> {
          // Attributes that were not asked for.
        }
      }
      next += length + 3 & ~3;
    }
    boolean v6 = family == SockDiagRequest.AF_INET6;
    Endpoint local = endpoint(in, v6, at + 8, at + 4);
    return new InetRow(
        proto,
        v6,
        state.get(),
        unsigned(in, at + 56),
        unsigned(in, at + 60),
        local,
        sameFamily(endpoint(in, v6, at + 24, at + 6), local),
        in.getInt(at + 40),
        unsigned(in, at + 64),
        unsigned(in, at + 68),
        cookie(in, at + 44),
        SocketTimer.of(
            Byte.toUnsignedInt(in.get(at + 2)),
            unsigned(in, at + 52),
            Byte.toUnsignedInt(in.get(at + 3))),
        tcp,
        congestion,
        memory,
        Ownership.NOT_ASKED);
  }

  private @org.jspecify.annotations.Nullable SocketRow unix(ByteBuffer in, int at, int end) {
    if (end - at < UNIX_MESSAGE) {
      return null;
    }
    Optional<SocketState> state = SocketState.of(in.get(at + 2));
    if (state.isEmpty()) {
      return null;
    }
    String path = "";
    long peer = 0;
    long recvQ = SocketRow.UNKNOWN;
    long sendQ = SocketRow.UNKNOWN;
    long uid = SocketRow.UNKNOWN;
    Optional<SocketMemory> memory = Optional.empty();
    for (int next = at + UNIX_MESSAGE; end - next >= 4; ) {
      int length = Short.toUnsignedInt(in.getShort(next));
      if (length < 4 || length > end - next) {
        malformed++;
        break;
      }
      int value = next + 4;
      int size = length - 4;
      switch (in.getShort(next + 2) & 0x3fff) {
        case UNIX_DIAG_NAME -> path = unixName(in, value, size);
        case UNIX_DIAG_PEER -> peer = size >= 4 ? unsigned(in, value) : 0;
        case UNIX_DIAG_RQLEN -> {
          if (size >= 8) {
            recvQ = unsigned(in, value);
            sendQ = unsigned(in, value + 4);
          }
        }
        case UNIX_DIAG_MEMINFO -> memory = memory(in, value, size);
        case UNIX_DIAG_UID -> uid = size >= 4 ? unsigned(in, value) : uid;
        default -> {
          // Attributes that were not asked for.
        }
      }
      next += length + 3 & ~3;
    }
    return new UnixRow(
        unixType(in.get(at + 1)),
        state.get(),
        recvQ,
        sendQ,
        path,
        peer,
        uid,
        unsigned(in, at + 4),
        cookie(in, at + 8),
        memory,
        Ownership.NOT_ASKED);
  }

  /** The word for a SOCK_ type number. */
  static String unixType(int number) {
    return switch (number) {
      case 1 -> "stream";
      case 2 -> "dgram";
      case 5 -> "seqpacket";
      default -> "type-" + number;
    };
  }

  /** An abstract name starts with a zero byte and may hold more of them; both are shown as @. */
  private static String unixName(ByteBuffer in, int at, int size) {
    if (size > 0 && in.get(at) == 0) {
      byte[] name = new byte[Math.min(size, MAX_PATH)];
      in.get(at, name);
      return new String(name, StandardCharsets.UTF_8).replace('\0', '@');
    }
    return text(in, at, size, MAX_PATH);
  }

  private static String text(ByteBuffer in, int at, int size, int limit) {
    int length = 0;
    while (length < Math.min(size, limit) && in.get(at + length) != 0) {
      length++;
    }
    byte[] bytes = new byte[length];
    in.get(at, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Optional<SocketMemory> memory(ByteBuffer in, int at, int size) {
    if (size < 32) {
      return Optional.empty();
    }
    return Optional.of(
        new SocketMemory(
            unsigned(in, at),
            unsigned(in, at + 4),
            unsigned(in, at + 8),
            unsigned(in, at + 12),
            unsigned(in, at + 16),
            unsigned(in, at + 20),
            unsigned(in, at + 24),
            unsigned(in, at + 28),
            size >= 36 ? unsigned(in, at + 32) : SocketRow.UNKNOWN));
  }

  private static Endpoint endpoint(ByteBuffer in, boolean v6, int address, int port) {
    int number = (in.get(port) & 0xff) << 8 | in.get(port + 1) & 0xff;
    if (!v6) {
      return new Endpoint(IpAddress.ofV4((int) (network(in.getLong(address)) >>> 32)), number);
    }
    long high = network(in.getLong(address));
    long low = network(in.getLong(address + 8));
    return new Endpoint(new IpAddress(true, high, low), number).unmapped();
  }

  /** An AF_INET6 listener on a mapped address has no peer; its "any" is then IPv4's as well. */
  static Endpoint sameFamily(Endpoint remote, Endpoint local) {
    return remote.address().isAny() && remote.address().v6() && !local.address().v6()
        ? new Endpoint(IpAddress.ANY_V4, remote.port())
        : remote;
  }

  /** Bytes in network order that were read in the machine's. */
  private static long network(long value) {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
  }

  private static long cookie(ByteBuffer in, int at) {
    return unsigned(in, at) | unsigned(in, at + 4) << 32;
  }

  private static long unsigned(ByteBuffer in, int at) {
    return Integer.toUnsignedLong(in.getInt(at));
  }
}
