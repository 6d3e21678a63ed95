package io.recvq.cli;

import io.recvq.probe.PortResult;
import io.recvq.probe.PortState;
import io.recvq.render.DisplayWidth;
import io.recvq.render.Style;
import io.recvq.render.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of open ports and a line of progress, repainted on the terminal while a sweep runs and
 * gone when it ends, to make room for the final table.
 */
final class ProbeLive implements ProbeRun.View {
  private static final long REPAINT_MILLIS = 100;
  private static final int QUIET_TICKS = 3;
  private static final int MOST_ROWS = 12;
  private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";

  private final CommandContext context;
  private final ProbeText text;
  private final Style style;
  private final long startNanos = System.nanoTime();
  private final List<PortResult> open = new ArrayList<>();
  private final Thread painter = new Thread(this::paintUntilClosed, "recvq-live");
  private long done;
  private boolean closed;
  private int painted;

  ProbeLive(CommandContext context, ProbeText text, Style style) {
    this.context = context;
    this.text = text;
    this.style = style;
    painter.setDaemon(true);
    painter.start();
  }

  @Override
  public synchronized void found(PortResult result) {
    done++;
    if (result.state() == PortState.OPEN) {
      open.add(result);
    }
  }

  private synchronized void paintUntilClosed() {
    try {
      for (int tick = 0; !closed; tick++) {
        // A sweep that is over at once needs no progress.
        if (tick >= QUIET_TICKS) {
          paint(rows());
        }
        wait(REPAINT_MILLIS);
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private List<String> rows() {
    List<String> rows = new ArrayList<>();
    if (!open.isEmpty()) {
      rows.addAll(
          text.table(open.subList(Math.max(0, open.size() - MOST_ROWS), open.size()), style));
    }
    rows.add(
        style.dim(
            "%d of %d ports, %d open, %s"
                .formatted(
                    done,
                    text.asked(),
                    open.size(),
                    Times.human(Duration.ofNanos(System.nanoTime() - startNanos)))));
    return rows;
  }

  /** Lines wider than the terminal would wrap and spoil the count of lines to go back. */
  private void paint(List<String> rows) {
    StringBuilder frame = new StringBuilder(erase());
    painted = 0;
    for (String row : rows) {
      if (DisplayWidth.of(row) < context.terminal().columns()) {
        frame.append(row).append('\n');
        painted++;
      }
    }
    context.err().print(frame.toString());
    context.err().flush();
  }

  private String erase() {
    return painted == 0 ? "" : UP_AND_CLEAR.formatted(painted);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      painter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    context.err().print(erase());
    context.err().flush();
  }
}
