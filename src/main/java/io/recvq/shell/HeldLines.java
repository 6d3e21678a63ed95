package io.recvq.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Lines for a terminal that wait while they would damage what is on it. For several threads. */
final class HeldLines {
  private static final int MOST = 1000;

  private final Consumer<String> printer;
  private final Deque<String> waiting = new ArrayDeque<>();
  private int lost;
  private boolean holding;

  HeldLines(Consumer<String> printer) {
    this.printer = printer;
  }

  /** Prints the line now, or when lines are no longer held. */
  synchronized void print(String line) {
    if (!holding) {
      printer.accept(line);
      return;
    }
    if (waiting.size() == MOST) {
      waiting.removeFirst();
      lost++;
    }
    waiting.addLast(line);
  }

  /** From now on lines wait. */
  synchronized void hold() {
    holding = true;
  }

  /** Prints what waited, the oldest lines left out when there were too many. */
  synchronized void release() {
    holding = false;
    if (lost > 0) {
      printer.accept("(" + lost + " lines left out; log N has the latest 1000 of a job)");
      lost = 0;
    }
    waiting.forEach(printer);
    waiting.clear();
  }
}
