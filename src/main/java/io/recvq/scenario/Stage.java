package io.recvq.scenario;

import io.recvq.net.Endpoint;
import io.recvq.net.IpAddress;
import io.recvq.net.OperationException;
import io.recvq.scenario.KernelView.Subjects;
import io.recvq.scenario.ScenarioResult.Watched;
import io.recvq.sys.SocketTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The ends of a running scenario and what watches them: the sampler, the kernel's view and the tap.
 * Closing it ends all of them.
 */
final class Stage implements AutoCloseable {
  private static final Duration SAMPLES = Duration.ofMillis(2);

  /** Connections whose queues are on the time line; a pile of them would only hide each other. */
  private static final int MOST_WATCHED = 8;

  private static final Endpoint NOBODY = new Endpoint(IpAddress.ANY_V4, 0);

  private final Map<String, ScenarioEnd> defined = new LinkedHashMap<>();
  private final Map<String, RunningEnd> running = new LinkedHashMap<>();
  private final TimeLine timeLine;
  private final KernelView kernel;
  private final QueueSampler sampler;
  private final Optional<LoopbackTap> tap;
  private final List<Watched> watched = new ArrayList<>();
  private @Nullable OperationException unwatched;

  Stage(Scenario scenario, SocketTable table, Optional<LoopbackTap> tap) {
    this.timeLine = TimeLine.startingNow();
    this.kernel = new KernelView(table);
    this.sampler = QueueSampler.start(table, timeLine, SAMPLES);
    this.tap = tap;
    for (ScenarioEnd end : scenario.ends()) {
      defined.put(end.name(), end);
      running.put(
          end.name(),
          end.kind().isPresent()
              ? new HostedEnd(end, timeLine)
              : new EndThread(end, scenario.byteLimit()));
    }
  }

  TimeLine timeLine() {
    return timeLine;
  }

  List<Watched> watched() {
    return watched;
  }

  /** Why not everything could be watched, if so. */
  Optional<OperationException> unwatched() {
    return Optional.ofNullable(unwatched).or(sampler::failure);
  }

  RunningEnd end(String name) {
    RunningEnd end = running.get(name);
    if (end == null) {
      throw new IllegalArgumentException("no end " + name);
    }
    return end;
  }

  private ScenarioEnd definition(String name) {
    ScenarioEnd end = defined.get(name);
    if (end == null) {
      throw new IllegalArgumentException("no end " + name);
    }
    return end;
  }

  /** What a call of this end listens on, or connects to. */
  Optional<Endpoint> target(ScenarioStep.Call call) throws OperationException {
    ScenarioEnd end = definition(call.end());
    return switch (call.action()) {
      case LISTEN -> {
        int port = end.of().isPresent() ? listening(end).port() : 0;
        yield Optional.of(new Endpoint(IpAddress.parse(end.address()), port));
      }
      case CONNECT -> {
        Endpoint listener = listening(end);
        yield Optional.of(
            end.address().isEmpty()
                ? listener
                : new Endpoint(IpAddress.parse(end.address()), listener.port()));
      }
      default -> Optional.empty();
    };
  }

  private Endpoint listening(ScenarioEnd end) throws OperationException {
    String listener = end.of().orElse(end.name());
    return end(listener)
        .listening()
        .orElseThrow(
            () -> OperationException.of("reach " + listener, "it has not listened yet", ""));
  }

  /** Puts what is new on the time line: listeners, and connections whose address is known. */
  void watchNew() {
    try {
      for (Map.Entry<String, RunningEnd> end : running.entrySet()) {
        Optional<Endpoint> listening = end.getValue().listening();
        if (listening.isPresent()) {
          if (tap.isPresent() && !tap.get().isOpen()) {
            tap.get().open(listening.get());
          }
          watch(new Watched(end.getKey(), Optional.empty(), listening.get(), NOBODY));
        }
        for (EndConnection connection : end.getValue().connections()) {
          if (connection.local().isPresent() && connection.remote().isPresent()) {
            watch(
                new Watched(
                    end.getKey(),
                    other(end.getKey(), connection),
                    connection.local().get(),
                    connection.remote().get()));
          }
        }
      }
    } catch (OperationException e) {
      unwatched = e;
    }
  }

  private Optional<String> other(String name, EndConnection connection) {
    ScenarioEnd end = definition(name);
    if (end.role() == ScenarioEnd.Role.CONNECTS) {
      return end.of();
    }
    return defined.values().stream()
        .filter(o -> o.role() == ScenarioEnd.Role.CONNECTS)
        .filter(
            o ->
                end(o.name()).connections().stream()
                    .anyMatch(c -> c.local().equals(connection.remote())))
        .map(ScenarioEnd::name)
        .findFirst();
  }

  private void watch(Watched pair) throws OperationException {
    boolean known =
        watched.stream()
            .anyMatch(
                w ->
                    w.near().equals(pair.near()) && w.far().equals(pair.far())
                        || w.near().equals(pair.far()) && w.far().equals(pair.near()));
    if (!known && watched.size() < MOST_WATCHED) {
      sampler.watch(pair.near(), pair.far());
      watched.add(pair);
    }
  }

  /** A reading of everything that is watched, at a moment that matters. */
  void sample() {
    try {
      sampler.sampleAll();
    } catch (OperationException e) {
      unwatched = e;
    }
  }

  /**
   * Asks the kernel.
   *
   * @param number of the end's connection; absent is the last made
   */
  KernelView.Answer ask(Condition condition, OptionalInt number) throws OperationException {
    ScenarioEnd end = definition(condition.end());
    boolean listens = end.role() == ScenarioEnd.Role.LISTENS;
    Optional<Endpoint> listening = end(listens ? end.name() : end.of().orElse("")).listening();
    if (end.kind().isPresent()) {
      Optional<EndConnection> client =
          defined.values().stream()
              .filter(o -> o.of().equals(Optional.of(end.name())))
              .flatMap(o -> nth(end(o.name()).connections(), number).stream())
              .findFirst();
      return kernel.ask(
          condition,
          new Subjects(
              listening,
              true,
              client.flatMap(EndConnection::remote),
              client.flatMap(EndConnection::local)));
    }
    Optional<EndConnection> own = nth(end(end.name()).connections(), number);
    return kernel.ask(
        condition,
        new Subjects(
            listening,
            listens,
            own.flatMap(EndConnection::local),
            own.flatMap(EndConnection::remote)));
  }

  private static Optional<EndConnection> nth(List<EndConnection> all, OptionalInt number) {
    int at = number.orElse(all.size());
    return at >= 1 && at <= all.size() ? Optional.of(all.get(at - 1)) : Optional.empty();
  }

  /** Whether an address is the named end's. */
  boolean isOf(String name, Endpoint address) {
    RunningEnd end = end(name);
    return end.listening().filter(address::equals).isPresent()
        || end.connections().stream().anyMatch(c -> c.local().filter(address::equals).isPresent());
  }

  @Override
  public void close() {
    sampler.close();
    running.values().forEach(RunningEnd::close);
  }
}
