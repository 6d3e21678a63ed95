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
  private final boolean server;
  private final List<Watch> watches = new ArrayList<>();
  private final List<Effect> active = new ArrayList<>();

  Faults(List<EffectSpec> specs, boolean server, SplittableRandom random) {
    this.server = server;
    for (EffectSpec spec : specs) {
      if (spec.kind().counts() != EffectKind.Counts.NOTHING) {
        watches.add(new Watch(spec, spec.kind().create(spec.value(), random.split())));
      }
    }
  }

  /** An effect whose moment is still to come, with what has passed in the direction it counts. */
  private final class Watch {
    private final EffectSpec spec;
    private final Effect effect;
    private final boolean input;
    private final FramePlace place = new FramePlace();
    private long passed;
    private long firstMessage;

    Watch(EffectSpec spec, Effect effect) {
      this.spec = spec;
      this.effect = effect;
      this.input =
          switch (spec.moment().place()) {
            case RESPONSE, IN_RESPONSE -> !server;
            default -> spec.kind().counts() == EffectKind.Counts.REQUEST && server;
          };
    }

    /** How many more bytes may pass; 0 when the moment has come. */
    long until() {
      return switch (spec.moment().place()) {
        case ACCEPT, RESPONSE -> 0;
        case AFTER -> spec.moment().bytes() - passed;
        case IN_RESPONSE -> Math.max(1, firstMessage / 2) - passed;
        default -> place.until(spec.moment().place());
      };
    }

    void pass(ByteBuffer bytes) {
      place.pass(bytes);
      passed += bytes.remaining();
    }
  }

  /** The connection is there. */
  void opened(Connection connection) {
    List<Watch> now =
        watches.stream().filter(w -> w.spec.moment().place() == Moment.Place.ACCEPT).toList();
    watches.removeAll(now);
    now.forEach(watch -> begin(connection, watch));
  }

  /** The program hands over a message of so many bytes to be sent. */
  void message(int bytes) {
    for (Watch watch : watches) {
      if (!watch.input && watch.firstMessage == 0) {
        watch.firstMessage = bytes;
      }
    }
  }

  /** Begins what is due before the next bytes of this direction pass. */
  void beginDue(Connection connection, boolean input) {
    List<Watch> due = new ArrayList<>();
    for (Iterator<Watch> all = watches.iterator(); all.hasNext(); ) {
      Watch watch = all.next();
      if (watch.input == input && watch.until() <= 0) {
        all.remove();
        due.add(watch);
      }
    }
    due.forEach(watch -> begin(connection, watch));
  }

  private void begin(Connection connection, Watch watch) {
    if (!connection.isOpen()) {
      return;
    }
    if (connection.loop().observed()) {
      connection
          .loop()
          .emit(
              new PeerEvent.EffectBegan(Instant.now(), connection.number(), watch.spec.toString()));
    }
    active.add(watch.effect);
    watch.effect.begin(connection);
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
    for (Watch watch : watches) {
      if (watch.input == input) {
        least = Math.min(least, watch.until());
      }
    }
    return (int) least;
  }

  private void pass(ByteBuffer bytes, boolean input) {
    for (Watch watch : watches) {
      if (watch.input == input) {
        watch.pass(bytes);
      }
    }
  }
}
