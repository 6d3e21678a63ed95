package io.recvq.diagnose;

import io.recvq.sockets.InetRow;
import io.recvq.sockets.Owner;
import java.util.Optional;
import java.util.function.IntFunction;

/** The command to run next, about the process at an end of a connection. */
final class NextStep {
  private NextStep() {}

  /**
   * What to ask about the process that holds this end; where only root may know which that is, how
   * to find it. Empty where the end is elsewhere, or no process holds it.
   */
  static Optional<String> atTheEnd(Optional<InetRow> end, IntFunction<String> ofPid) {
    return end.flatMap(
        row ->
            switch (row.owners().kind()) {
              case HELD -> Optional.of(ofPid.apply(row.owners().owners().get(0).pid()));
              case NOT_PERMITTED ->
                  Optional.of(
                      "sudo recvq sockets --owners sport "
                          + row.local().port()
                          + "   (whose process it is)");
              case NONE, NOT_ASKED -> Optional.empty();
            });
  }

  /** How to see where the process at this end waits; its own user may, too (man 5 proc). */
  static Optional<String> whereItWaits(Optional<InetRow> end) {
    boolean java =
        end.map(row -> row.owners().owners()).stream()
            .flatMap(owners -> owners.stream().limit(1))
            .map(Owner::process)
            .anyMatch("java"::equals);
    return atTheEnd(
        end,
        pid ->
            java
                ? "jstack " + pid
                : "head /proc/" + pid + "/task/*/wchan   (where its threads wait)");
  }
}
