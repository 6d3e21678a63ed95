package io.recvq.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.scenario.ScenarioReader.Fault;
import io.recvq.scenario.ScenarioResult.Outcome;
import io.recvq.sys.Machine;
import io.recvq.testing.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every scenario of the catalogue happens, each time, and does not without its fault. */
@Tag("once")
class CatalogueTest {
  private static final int TIMES = 10;

  /** Most of a run is waiting. */
  private static final int AT_A_TIME = 5;

  private static ScenarioResult run(Scenario scenario, boolean capture) throws Exception {
    if (scenario.needsRoot()) {
      Needs.root();
    }
    return ScenarioRun.run(
        scenario,
        new ScenarioRun.Settings(
            capture,
            Optional.empty(),
            network -> EnvironmentReader.read(Machine.local(), network, "test")),
        () -> false,
        call -> {});
  }

  @TestFactory
  Stream<DynamicTest> eachIsReproducedTenTimesOfTen() {
    return tests(Fault.IN, Outcome.REPRODUCED, TIMES);
  }

  @TestFactory
  Stream<DynamicTest> noneIsReproducedWithoutItsFault() {
    return tests(Fault.OUT, Outcome.NOT_REPRODUCED, 1);
  }

  private static Stream<DynamicTest> tests(Fault fault, Outcome outcome, int times) {
    ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : Catalogue.names()) {
      Scenario scenario = Catalogue.load(name, fault);
      List<Future<Void>> runs = new ArrayList<>();
      for (int time = 0; time < times; time++) {
        runs.add(pool.submit(() -> assertOutcome(outcome, scenario)));
      }
      tests.add(DynamicTest.dynamicTest(name, () -> await(runs)));
    }
    return tests.stream().onClose(pool::shutdownNow);
  }

  private static void await(List<Future<Void>> runs) throws Throwable {
    for (Future<Void> run : runs) {
      try {
        run.get();
      } catch (ExecutionException e) {
        throw e.getCause();
      }
    }
  }

  private static Void assertOutcome(Outcome outcome, Scenario scenario) throws Exception {
    ScenarioResult result = run(scenario, false);
    assertEquals(outcome, result.outcome(), () -> result.summary() + " " + result.evidence());
    return null;
  }
}
