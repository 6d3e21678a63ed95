package io.recvq.peer;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The effects of one connection: those at work, and those whose moment is still to come. Bytes are
 * let pass only up to the next moment, so that an effect begins exactly there.
 */
final class Faults {
  private final List<EffectWatch> watches = new ArrayList<>();
  private final List<Effect> active = new ArrayList<>();

  Faults(List<EffectSpec> specs, boolean server, SplittableRandom random) {
    for (EffectSpec spec : specs) {
      if (spec.kind().counts() != EffectKind.Counts.NOTHING) {
        watches.add(new EffectWatch(spec, server, random.split()));
      }
    }
  }

  /** The connection is there. */
  void opened(Connection connection) {
    watches.forEach(watch -> watch.waitingAlready(connection.pendingBytes()));
    List<EffectWatch> now =
        watches.stream().filter(w -> w.spec().moment().place() == Moment.Place.ACCEPT).toList();
    watches.removeAll(now);
    now.forEach(watch -> begin(connection, watch));
  }

  /** The program hands over a message of so many bytes to be sent. */
  void message(int bytes) {
    for (EffectWatch watch : watches) {
      if (!watch.isInput()) {
        watch.message(bytes);
      }
    }
  }

  /** Begins what is due before the next bytes of this direction pass. */
  void beginDue(Connection connection, boolean input) {
    List<EffectWatch> due = new ArrayList<>();
    for (Iterator<EffectWatch> all = watches.iterator(); all.hasNext(); ) {
      EffectWatch watch = all.next();
      if (watch.isInput() == input && watch.until() <= 0) {
        if (!watch.comesAgain()) {
          all.remove();
        }
        due.add(watch);
      }
    }
    due.forEach(watch -> begin(connection, watch));
  }

  private void begin(Connection connection, EffectWatch watch) {
    if (!connection.isOpen()) {
      return;
    }
    if (connection.loop().observed()) {
      connection
          .loop()
          .emit(
              new PeerEvent.EffectBegan(
                  Instant.now(), connection.number(), watch.spec().toString()));
    }
    Effect before = watch.begun();
    if (before != null) {
      active.remove(before);
    }
    Effect effect = watch.begin();
    active.add(effect);
    effect.begin(connection);
  }

  int readAllowance(Connection connection, int wanted) {
    int allowed = untilNextMoment(wanted, true);
    for (Effect effect : active) {
      allowed = Math.min(allowed, effect.readAllowance(connection, allowed));
    }
    return allowed;
  }

  void hasRead(ByteBuffer bytes) {
    pass(bytes, true);
    active.forEach(effect -> effect.hasRead(bytes.remaining()));
  }

  int writeAllowance(Connection connection, int wanted) {
    int allowed = untilNextMoment(wanted, false);
    for (Effect effect : active) {
      allowed = Math.min(allowed, effect.writeAllowance(connection, allowed));
    }
    return allowed;
  }

  void outgoing(ByteBuffer bytes) {
    active.forEach(effect -> effect.outgoing(bytes));
  }

  void hasWritten(Connection connection, ByteBuffer sent, int waiting) {
    pass(sent, false);
    active.forEach(effect -> effect.hasWritten(connection, sent.remaining(), waiting));
  }

  private int untilNextMoment(int wanted, boolean input) {
    long least = wanted;
    for (EffectWatch watch : watches) {
      if (watch.isInput() == input) {
        least = Math.min(least, watch.until());
      }
    }
    return (int) least;
  }

  private void pass(ByteBuffer bytes, boolean input) {
    for (EffectWatch watch : watches) {
      if (watch.isInput() == input) {
        watch.pass(bytes);
      }
    }
  }
}
