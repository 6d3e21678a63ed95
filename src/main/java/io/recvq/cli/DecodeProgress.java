package io.recvq.cli;

import io.recvq.capture.PacketSource;
import io.recvq.render.Escape;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One line on the terminal that says how far a long file is decoded; written over itself, and gone
 * when the decoding ends. Files that are decoded at once show nothing.
 */
final class DecodeProgress implements AutoCloseable {
  private static final long QUIET_NANOS = 1_000_000_000L;
  private static final long REPAINT_NANOS = 200_000_000L;
  private static final String ERASE = "\r\u001b[K";

  private final CommandContext context;
  private final String file;
  private final PacketSource source;
  private final LongSupplier nanoTime;
  private long nextNanos;
  private boolean shown;

  /**
   * @param nanoTime {@link System#nanoTime}, or a test's clock
   */
  DecodeProgress(CommandContext context, String file, PacketSource source, LongSupplier nanoTime) {
    this.context = context;
    this.file = file;
    this.source = source;
    this.nanoTime = nanoTime;
    this.nextNanos = nanoTime.getAsLong() + QUIET_NANOS;
  }

  /** Shows how far it is, if it is time to. */
  void at(long packets) {
    if (nanoTime.getAsLong() - nextNanos < 0) {
      return;
    }
    nextNanos = nanoTime.getAsLong() + REPAINT_NANOS;
    Optional<Double> share = source.progress();
    String part = share.map(s -> String.format(Locale.US, "%.0f %%, ", s * 100)).orElse("");
    String line = String.format(Locale.US, "%s: %s%,d packets", Escape.text(file), part, packets);
    int columns = context.terminal().columns();
    context.err().print(ERASE + line.substring(0, Math.min(line.length(), columns - 1)));
    context.err().flush();
    shown = true;
  }

  @Override
  public void close() {
    if (shown) {
      shown = false;
      context.err().print(ERASE);
      context.err().flush();
    }
  }
}
