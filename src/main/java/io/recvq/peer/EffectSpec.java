package io.recvq.peer;

import java.util.Optional;
import java.util.SplittableRandom;

/** An effect with its value and its moment, as a user writes it. */
public record EffectSpec(EffectKind kind, Optional<String> value, Moment moment) {
  /** A peer that never reads. */
  public static final EffectSpec STALL =
      new EffectSpec(EffectKind.STALL, Optional.empty(), Moment.ACCEPT);

  /**
   * Reads {@code EFFECT[=VALUE][@MOMENT]}, as {@code reset@in-response} or {@code
   * throttle=10k@after=1M}. Throws IllegalArgumentException with what is wrong.
   */
  public static EffectSpec parse(String text) {
    int at = text.indexOf('@');
    String effect = at < 0 ? text : text.substring(0, at);
    Moment moment = at < 0 ? Moment.ACCEPT : Moment.parse(text.substring(at + 1));
    int equals = effect.indexOf('=');
    EffectKind kind = EffectKind.parse(equals < 0 ? effect : effect.substring(0, equals));
    Optional<String> value =
        equals < 0 ? Optional.empty() : Optional.of(effect.substring(equals + 1));
    kind.create(value, new SplittableRandom(0));
    if (kind.counts() == EffectKind.Counts.NOTHING && !moment.equals(Moment.ACCEPT)) {
      throw new IllegalArgumentException(kind + " has no other moment than accept");
    }
    return new EffectSpec(kind, value, moment);
  }

  @Override
  public String toString() {
    return kind + value.map(v -> "=" + v).orElse("") + "@" + moment;
  }
}
