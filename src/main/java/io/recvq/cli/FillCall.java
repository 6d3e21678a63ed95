package io.recvq.cli;

import io.recvq.lab.Outcome;
import io.recvq.lab.Queues;
import io.recvq.net.Errno;
import io.recvq.render.Numbers;
import io.recvq.render.Style;
import java.util.List;
import java.util.Optional;

/** What filling a connection by hand showed. */
final class FillCall {
  private FillCall() {}

  /**
   * Prints the sum of the writes and the one that was refused.
   *
   * @param text the sum of those that were taken
   * @param errno what the last one answered
   */
  static void print(
      CommandContext context, CallText text, Optional<Errno> errno, Style style, boolean json) {
    Outcome sum = text.outcome();
    if (json || errno.isEmpty()) {
      text.print(context, style, json);
      return;
    }
    List<String> lines = text.lines(style);
    String taken = Numbers.grouped(sum.returned());
    context
        .out()
        .println(
            "write("
                + text.arguments()
                + ") = "
                + taken
                + " in "
                + Numbers.grouped(sum.calls() - 1L)
                + " calls, then "
                + style.yellow("-1 " + errno.get() + " (" + errno.get().text() + ")"));
    lines.subList(1, lines.size()).forEach(context.out()::println);
    conserved(text.queues(), sum.returned())
        .ifPresent(line -> context.out().println("  " + style.dim(line)));
    context.result(text::json);
    context.out().flush();
  }

  /** Where the bytes are, when both ends are here and nothing else was under way. */
  private static Optional<String> conserved(Queues queues, long taken) {
    if (queues.own().isEmpty() || queues.far().isEmpty()) {
      return Optional.empty();
    }
    long sendQ = queues.own().get().row().sendQ();
    long recvQ = queues.far().get().row().recvQ();
    return sendQ + recvQ == taken
        ? Optional.of(
            Numbers.grouped(taken)
                + " taken = "
                + Numbers.grouped(sendQ)
                + " in Send-Q + "
                + Numbers.grouped(recvQ)
                + " in Recv-Q: every byte accounted for")
        : Optional.empty();
  }
}
