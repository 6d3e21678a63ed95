package io.recvq.peer;

import io.recvq.net.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which effects which connections suffer. The choice depends on nothing but the seed and the order
 * of the connections.
 *
 * @param effects all of them begin on a connection that is chosen
 * @param every every so many-th connection is chosen; 1 for all
 * @param probability of those, each is chosen with this probability
 * @param seed of the choice and of random effects
 */
public record EffectPlan(List<EffectSpec> effects, int every, double probability, long seed) {
  /** A good peer. */
  public static final EffectPlan NONE = new EffectPlan(List.of(), 1, 1, 0);

  public EffectPlan {
    effects = List.copyOf(effects);
    if (every < 1) {
      throw new IllegalArgumentException("every K-th connection, and K is 1 or more, not " + every);
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is 0 to 1, not " + probability);
    }
  }

  /** These effects on all connections. */
  public static EffectPlan of(EffectSpec... effects) {
    return new EffectPlan(List.of(effects), 1, 1, 0);
  }

  /**
   * Makes the faults of one connection after the other.
   *
   * @param server whether they are a server's, so that a request is what they read
   */
  public Chooser chooser(boolean server) {
    return new Chooser(server);
  }

  boolean refuses() {
    return effects.stream().anyMatch(effect -> effect.kind() == EffectKind.REFUSE);
  }

  /** The time that each accept takes. */
  Optional<Duration> slowAccept() {
    return effects.stream()
        .filter(effect -> effect.kind() == EffectKind.SLOW_ACCEPT)
        .flatMap(effect -> effect.value().stream())
        .map(DurationText::parse)
        .findFirst();
  }

  /** Chooses, connection by connection. */
  public final class Chooser {
    private final boolean server;
    private EffectPlan plan = EffectPlan.this;
    private SplittableRandom random = new SplittableRandom(seed);
    private int count;

    private Chooser(boolean server) {
      this.server = server;
    }

    /** The faults of the next connection; null for a good one. */
    @Nullable Faults next() {
      if (plan.effects.isEmpty()) {
        return null;
      }
      count++;
      boolean chosen = random.nextDouble() < plan.probability && count % plan.every == 0;
      return chosen ? new Faults(plan.effects, server, random.split()) : null;
    }

    /** From now on chooses by another plan. */
    void change(EffectPlan other) {
      plan = other;
      random = new SplittableRandom(other.seed);
      count = 0;
    }
  }
}
