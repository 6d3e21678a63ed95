package io.recvq.view;

import io.recvq.net.Errno;
import io.recvq.peer.SocketCall;
import io.recvq.render.JsonLines;
import io.recvq.render.Style;
import io.recvq.render.Times;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Calls on a socket with what they returned, for eyes and as JSON. Calls of one kind in a row that
 * returned the same are one line with their number.
 */
public final class SocketCallText {
  private SocketCallText() {}

  /**
   * Calls of one kind in a row.
   *
   * @param first of them
   * @param count how many there were
   * @param took all of them together
   */
  public record Run(SocketCall first, int count, Duration took) {
    /** A run of one call. */
    public static Run of(SocketCall call) {
      return new Run(call, 1, call.took());
    }

    /** The same with one more; empty when that is of another kind. */
    public Optional<Run> with(SocketCall next) {
      boolean same =
          next.name().equals(first.name())
              && next.bytes().equals(first.bytes())
              && next.result().equals(first.result());
      return same
          ? Optional.of(new Run(first, count + 1, took.plus(next.took())))
          : Optional.empty();
    }
  }

  /** Calls that returned alike as one line. */
  public static String line(Style style, Run run) {
    SocketCall call = run.first();
    String name =
        call.bytes().isPresent()
            ? String.format(Locale.ROOT, "%s %,d", call.name(), call.bytes().getAsInt())
            : call.name();
    String result = run.count() == 1 ? result(call) : several(call) + ", " + run.count() + " times";
    String shown = call.result() instanceof SocketCall.Returned ? result : style.yellow(result);
    String padding = " ".repeat(Math.max(1, 44 - result.length()));
    return String.format(Locale.ROOT, "%-20s  ", name) + shown + padding + Times.human(run.took());
  }

  /** What calls in a row returned; an errno without its words, which would leave no room. */
  private static String several(SocketCall call) {
    return call.errno().map(Errno::toString).orElseGet(() -> result(call));
  }

  private static String result(SocketCall call) {
    SocketCall.Result result = call.result();
    if (result instanceof SocketCall.Returned returned) {
      if (call.name().startsWith("await")) {
        return "ready";
      }
      boolean part = call.name().equals("write") && returned.value() < call.bytes().orElse(0);
      boolean end = call.name().equals("read") && returned.value() == 0;
      return String.format(Locale.ROOT, "%,d", returned.value())
          + (part ? " (a part)" : end ? " (end of stream)" : "");
    }
    if (result instanceof SocketCall.Failed failed) {
      Errno errno = failed.errno();
      return errno + " " + errno.text();
    }
    if (result instanceof SocketCall.TimedOut) {
      return "timed out";
    }
    SocketCall.CutShort cut = (SocketCall.CutShort) result;
    return String.format(Locale.ROOT, "did not return (%,d taken)", cut.value());
  }

  /** Calls that returned alike as one object. */
  public static void write(JsonLines json, Run run) {
    SocketCall call = run.first();
    json.begin("call").put("time", call.time()).put("call", call.name());
    call.bytes().ifPresent(bytes -> json.put("bytes", bytes));
    SocketCall.Result result = call.result();
    if (result instanceof SocketCall.Returned returned) {
      json.put("outcome", "returned").put("returned", returned.value());
    } else if (result instanceof SocketCall.Failed failed) {
      json.put("outcome", "failed")
          .put("errno", failed.errno().name())
          .put("errnoNumber", failed.errno().number());
    } else if (result instanceof SocketCall.CutShort cut) {
      json.put("outcome", "cut-short").put("returned", cut.value());
    } else {
      json.put("outcome", "timed-out");
    }
    json.put("count", run.count()).put("elapsedMs", run.took().toNanos() / 1e6).end();
  }
}
