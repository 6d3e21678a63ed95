package io.recvq.cli;

import io.recvq.peer.EffectPlan;
import io.recvq.peer.EffectSpec;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options by which a peer is made to misbehave. */
final class EffectsMixin {
  @Option(
      names = "--effect",
      order = 60,
      paramLabel = "EFFECT[=VALUE][@MOMENT]",
      description = "Misbehave; repeatable. See below.")
  List<String> effects = new ArrayList<>();

  @Option(
      names = "--stall",
      order = 61,
      description = "Short for --effect stall@accept: never read.")
  boolean stall;

  @Option(
      names = "--every",
      order = 62,
      paramLabel = "K",
      description = "Misbehave on every K-th connection only.")
  int every = 1;

  @Option(
      names = "--probability",
      order = 63,
      paramLabel = "P",
      description = "Misbehave on a connection with this probability (1).")
  double probability = 1;

  @Option(
      names = "--seed",
      order = 64,
      paramLabel = "N",
      description = "Of the choice and of random effects (0).")
  long seed;

  /** What was asked for. Throws UsageException on an unknown effect or moment. */
  EffectPlan plan() {
    List<EffectSpec> specs = new ArrayList<>();
    if (stall) {
      specs.add(EffectSpec.STALL);
    }
    try {
      effects.forEach(effect -> specs.add(EffectSpec.parse(effect)));
      return new EffectPlan(specs, every, probability, seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
