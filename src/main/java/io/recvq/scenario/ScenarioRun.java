package io.recvq.scenario;

import io.recvq.net.OperationException;
import io.recvq.scenario.ScenarioResult.Environment;
import io.recvq.sys.Machine;
import io.recvq.sys.PrivateNetwork;
import io.recvq.sys.SocketTable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Runs scenarios: in this machine's network or in one of their own, which the kernel takes away
 * with the last thread that is in it.
 */
public final class ScenarioRun {
  private ScenarioRun() {}

  /**
   * How to run.
   *
   * @param capture whether to look at the wire
   * @param timeLimit instead of the file's own, where it is there
   * @param environment reads what is known of the machine, given the network's name: host or own
   */
  public record Settings(
      boolean capture, Optional<Duration> timeLimit, Function<String, Environment> environment) {}

  /** Is told of each call and each answer of the kernel as it happens. */
  @FunctionalInterface
  public interface Watcher {
    void entry(TimeLine.Call call);
  }

  /**
   * Runs a scenario from its first step to the last, or to the first that is not as it should be.
   * Whatever that has opened is closed when this returns, however it does.
   *
   * @param stopped asked often; when true the run ends early
   * @param watcher is told on a thread of the run
   * @throws OperationException where it could not be tried: rights, or what this machine lacks
   * @throws InterruptedException when {@code stopped} said so
   */
  public static ScenarioResult run(
      Scenario scenario, Settings settings, BooleanSupplier stopped, Watcher watcher)
      throws IOException, InterruptedException {
    if (scenario.network() == Scenario.Network.HOST) {
      return interpret(scenario, settings, "host", stopped, watcher);
    }
    FutureTask<ScenarioResult> task =
        new FutureTask<>(() -> inOwnNetwork(scenario, settings, stopped, watcher));
    Thread thread = new Thread(task, "scenario " + scenario.name());
    thread.setDaemon(true);
    thread.start();
    try {
      ScenarioResult result = task.get();
      thread.join();
      return result;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof InterruptedException) {
        throw new InterruptedException("stopped");
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static ScenarioResult inOwnNetwork(
      Scenario scenario, Settings settings, BooleanSupplier stopped, Watcher watcher)
      throws IOException, InterruptedException {
    String network = "own";
    try {
      PrivateNetwork.enter();
      for (Map.Entry<String, String> setting : scenario.settings().entrySet()) {
        PrivateNetwork.set(setting.getKey(), setting.getValue());
      }
    } catch (OperationException e) {
      if (scenario.needsRoot()) {
        throw e;
      }
      network = "host";
    }
    return interpret(scenario, settings, network, stopped, watcher);
  }

  private static ScenarioResult interpret(
      Scenario scenario,
      Settings settings,
      String network,
      BooleanSupplier stopped,
      Watcher watcher)
      throws IOException, InterruptedException {
    Environment environment = settings.environment().apply(network);
    try (LoopbackTap tap = new LoopbackTap()) {
      if (settings.capture()) {
        tap.prepare();
      }
      try (SocketTable table = Machine.local().sockets();
          Stage stage =
              new Stage(scenario, table, Optional.of(tap).filter(any -> settings.capture()))) {
        return new Interpreter(scenario, settings, stage, tap, environment, stopped, watcher).run();
      }
    }
  }
}
