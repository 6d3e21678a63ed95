package io.recvq.view;

import io.recvq.peer.SocketCall;
import io.recvq.view.SocketCallText.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * Folds calls that repeat, for eyes: those of one kind in a row into one run, and two that take
 * turns, as waiting for readiness and the write after it, into two runs. At most two runs are held
 * back.
 */
public final class SocketCallFold {
  private final List<Run> held = new ArrayList<>(2);

  /** The turn of the held pair that has begun: its first run with, and without, the last call. */
  private record Turn(Run with, Run without, SocketCall last) {}

  private List<Turn> begun = List.of();

  /** Takes a call; gives the runs that are over by it, in the order of their first calls. */
  public List<Run> add(SocketCall call) {
    if (!begun.isEmpty()) {
      return secondOfTurn(begun.get(0), call);
    }
    if (held.size() < 2) {
      return held.isEmpty() ? hold(call) : afterOne(held.get(0), call);
    }
    Run first = held.get(0);
    Run second = held.get(1);
    if (first.with(call).isPresent()) {
      begun = List.of(new Turn(first.with(call).get(), first, call));
      return List.of();
    }
    if (second.count() > 1) {
      held.clear();
      hold(call);
      return List.of(first, second);
    }
    // No turn was taken twice: the second run may be the first of a pair, or a row of its own.
    held.remove(0);
    List<Run> over = new ArrayList<>(List.of(first));
    over.addAll(afterOne(second, call));
    return over;
  }

  private List<Run> hold(SocketCall call) {
    held.add(Run.of(call));
    return List.of();
  }

  /** One run is held: the call is one more of it, or the other of a pair. */
  private List<Run> afterOne(Run one, SocketCall call) {
    if (one.with(call).isPresent()) {
      held.set(0, one.with(call).get());
      return List.of();
    }
    if (one.count() > 1) {
      held.set(0, Run.of(call));
      return List.of(one);
    }
    return hold(call);
  }

  private List<Run> secondOfTurn(Turn turn, SocketCall call) {
    begun = List.of();
    Run second = held.get(1);
    if (second.with(call).isPresent()) {
      held.set(0, turn.with());
      held.set(1, second.with(call).get());
      return List.of();
    }
    List<Run> over = List.of(turn.without(), second);
    held.clear();
    hold(turn.last());
    afterOne(held.get(0), call);
    return over;
  }

  /** Gives what is held back, as after the last call. */
  public List<Run> end() {
    List<Run> over = new ArrayList<>();
    if (begun.isEmpty()) {
      over.addAll(held);
    } else {
      over.addAll(List.of(begun.get(0).without(), held.get(1), Run.of(begun.get(0).last())));
    }
    held.clear();
    begun = List.of();
    return over;
  }
}
