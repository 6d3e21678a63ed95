package io.recvq.view;

import io.recvq.report.Report.Fact;
import io.recvq.scenario.ScenarioResult.Environment;
import java.util.ArrayList;
import java.util.List;

/** The environment as the facts of a report. */
public final class ReportFacts {
  private ReportFacts() {}

  /** The machine's kernel, settings and versions. */
  public static List<Fact> of(Environment environment) {
    List<Fact> facts = new ArrayList<>();
    environment.software().forEach((name, version) -> facts.add(new Fact(name, version)));
    facts.add(new Fact("kernel", environment.kernel()));
    facts.add(new Fact("network", network(environment.network())));
    environment.settings().forEach((name, value) -> facts.add(new Fact(name, value)));
    return facts;
  }

  private static String network(String network) {
    return switch (network) {
      case "own" -> "a network namespace of its own";
      case "host" -> "this machine's";
      default -> network;
    };
  }
}
