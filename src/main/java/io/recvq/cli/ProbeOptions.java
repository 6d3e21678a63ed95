package io.recvq.cli;

import io.recvq.probe.PortResult;
import io.recvq.probe.SweepSettings;
import io.recvq.probe.Transport;
import io.recvq.sys.AddressLookup.Family;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code probe}, by what they are about, with the checks of each group. */
final class ProbeOptions {
  private static final Duration NO_DEADLINE = Duration.ofDays(365);

  private ProbeOptions() {}

  /** The states that {@code --expect} knows. */
  enum Expected {
    OPEN,
    CLOSED,
    FILTERED;

    boolean holds(PortResult result) {
      return result.state().name().equals(name());
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is asked of a port. */
  static final class Asked {
    @Option(names = "--udp", description = "UDP instead of TCP; silence is open|filtered.")
    boolean udp;

    @Option(names = "--banner", description = "Show what an open port says first.")
    boolean banner;

    @Option(names = "--tls", description = "Show TLS version, cipher and certificate.")
    boolean tls;

    @Option(names = "--frame", description = "Ask an open port in the framed protocol.")
    boolean frame;

    @Option(names = "-4", description = "IPv4 only.")
    boolean v4;

    @Option(names = "-6", description = "IPv6 only.")
    boolean v6;

    @Option(names = "--all-addresses", description = "Every address of a name, not the first.")
    boolean allAddresses;

    void check() {
      if (v4 && v6) {
        throw new UsageException("-4 and -6 exclude each other");
      }
      if (udp && more()) {
        throw new UsageException("--banner, --tls and --frame ask TCP ports");
      }
    }

    /** Whether an open port is asked for more than its state. */
    boolean more() {
      return banner || tls || frame;
    }

    Transport transport() {
      return udp ? Transport.UDP : Transport.TCP;
    }

    Family family() {
      return v4 ? Family.V4 : v6 ? Family.V6 : Family.ANY;
    }
  }

  /** How long and how fast. */
  static final class Pace {
    @Option(
        names = "--timeout",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "What a port is given, retries included (1500ms).")
    Duration timeout = Duration.ofMillis(1500);

    @Option(
        names = "--retries",
        paramLabel = "N",
        description = "Attempts after the first before filtered is said (1; UDP 2).")
    @Nullable Integer retries;

    @Option(
        names = "--deadline",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "The time for everything, name look-ups included.")
    @Nullable Duration deadline;

    @Option(names = "--rate", paramLabel = "N", description = "Attempts a second at most.")
    int rate;

    @Option(
        names = "--parallel",
        paramLabel = "N",
        description = "Sockets at once at most (4096, or what the limits allow).")
    int parallel = SweepSettings.DEFAULT_IN_FLIGHT;

    @Option(
        names = "--wait",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "Try again until all ports are open (or as --expect says).")
    @Nullable Duration wait;

    void check() {
      if (retries != null) {
        UsageException.unlessWithin("--retries", retries, 0, 20);
      }
      UsageException.unlessWithin("--rate", rate, 0, Long.MAX_VALUE);
      UsageException.unlessWithin("--parallel", parallel, 1, Long.MAX_VALUE);
      if (timeout.isZero()) {
        throw new UsageException("--timeout is more than 0; write 300ms, 2s, 1m or 1h");
      }
    }

    /** When everything has to be over, as System.nanoTime() counts. */
    long deadlineNanos(long startNanos) {
      Duration limit = deadline == null ? NO_DEADLINE : deadline;
      if (wait != null && wait.compareTo(limit) < 0) {
        limit = wait;
      }
      return startNanos + limit.toNanos();
    }

    SweepSettings settings(long deadlineNanos, boolean udp) {
      int more = retries != null ? retries : udp ? 2 : 1;
      return new SweepSettings(timeout, more, rate, parallel, deadlineNanos);
    }
  }

  /** What is shown, and what counts as good. */
  static final class Shown {
    @Option(
        names = "--expect",
        paramLabel = "STATE",
        description = "Status 0 only if every port is open, closed or filtered.")
    @Nullable Expected expect;

    @Option(names = "--all", description = "List every port (default up to 25 ports).")
    boolean all;

    @Option(names = "--open", description = "List open ports only.")
    boolean open;

    @Option(names = "--json", description = "NDJSON: a port a line, then a summary.")
    boolean json;

    void check() {
      if (all && open) {
        throw new UsageException("--all and --open exclude each other");
      }
    }

    /** What a port has to be to be good. */
    Expected wanted() {
      return expect == null ? Expected.OPEN : expect;
    }
  }
}
