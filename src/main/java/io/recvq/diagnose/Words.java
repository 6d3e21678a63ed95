package io.recvq.diagnose;

import io.recvq.sockets.InetRow;
import io.recvq.sockets.Owner;
import io.recvq.sockets.Ownership;
import java.util.List;
import java.util.Locale;

/** Numbers and processes as sentences name them. */
final class Words {
  private Words() {}

  /** {@code 1 byte}, {@code 114,176 bytes}. */
  static String bytes(long count) {
    return count == 1 ? "1 byte" : String.format(Locale.US, "%,d bytes", count);
  }

  static String count(long count, String one, String many) {
    return count == 1 ? "1 " + one : String.format(Locale.US, "%,d %s", count, many);
  }

  /** {@code 2.0 s}, {@code 350 ms}, {@code 1.5 ms} or {@code 28 µs}. */
  static String micros(long micros) {
    if (micros < 1000) {
      return micros + " µs";
    }
    return micros >= 1_000_000
        ? String.format(Locale.US, "%.1f s", micros / 1e6)
        : micros >= 10_000
            ? micros / 1000 + " ms"
            : String.format(Locale.US, "%.1f ms", micros / 1e3);
  }

  static String percent(double share) {
    return Math.round(share * 100) + " %";
  }

  /** {@code 1.5 MB/s}. */
  static String rate(double bytesPerSecond) {
    if (bytesPerSecond >= 1e9) {
      return String.format(Locale.US, "%.1f GB/s", bytesPerSecond / 1e9);
    }
    if (bytesPerSecond >= 1e6) {
      return String.format(Locale.US, "%.1f MB/s", bytesPerSecond / 1e6);
    }
    return bytesPerSecond >= 1e3
        ? String.format(Locale.US, "%.1f kB/s", bytesPerSecond / 1e3)
        : Math.round(bytesPerSecond) + " B/s";
  }

  /** {@code java (pid 12) at 127.0.0.1:80}, without the process where it is not known. */
  static String who(InetRow row) {
    Ownership owners = row.owners();
    if (owners.kind() != Ownership.Kind.HELD) {
      return row.local().toString();
    }
    return process(owners.owners()) + " at " + row.local();
  }

  /** {@code java (pid 12)}. */
  static String process(List<Owner> owners) {
    Owner first = owners.get(0);
    return first.process() + " (pid " + first.pid() + ")";
  }
}
