package io.recvq.scenario;

import io.recvq.net.Errno;
import io.recvq.scenario.Expectation.Kind;
import io.recvq.scenario.ScenarioResult.Environment;
import io.recvq.scenario.ScenarioResult.Outcome;
import io.recvq.scenario.ScenarioStep.Action;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Makes the steps of one scenario one after the other, and judges what came of them. */
final class Interpreter {
  private static final Duration POLL = Duration.ofMillis(1);
  private static final Duration STOP_POLL = Duration.ofMillis(20);

  /** Answers to listen and connect that tell of this machine, not of the scenario. */
  private static final Set<Errno> NOT_HERE =
      Set.of(
          Errno.EADDRNOTAVAIL,
          Errno.EAFNOSUPPORT,
          Errno.ENETUNREACH,
          Errno.EPERM,
          Errno.EACCES,
          Errno.ENOBUFS,
          Errno.ENOMEM);

  private final Scenario scenario;
  private final Stage stage;
  private final LoopbackTap tap;
  private final ScenarioRun.Settings settings;
  private final Environment environment;
  private final BooleanSupplier stopped;
  private final ScenarioRun.Watcher watcher;
  private final long startNanos = System.nanoTime();
  private final long limitNanos;
  private final Testimony testimony = new Testimony();
  private final Map<String, Pending> pending = new HashMap<>();

  /** A call that has not returned. */
  private record Pending(
      ScenarioStep.Call call, int number, Future<CallAnswer> answer, long startNanos) {}

  /** A step that was not as it should be. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;
    private final Outcome outcome;

    Broken(Outcome outcome, String message) {
      super(message);
      this.outcome = outcome;
    }
  }

  Interpreter(
      Scenario scenario,
      ScenarioRun.Settings settings,
      Stage stage,
      LoopbackTap tap,
      Environment environment,
      BooleanSupplier stopped,
      ScenarioRun.Watcher watcher) {
    this.scenario = scenario;
    this.settings = settings;
    this.stage = stage;
    this.tap = tap;
    this.environment = environment;
    this.stopped = stopped;
    this.watcher = watcher;
    this.limitNanos = settings.timeLimit().orElse(scenario.timeLimit()).toNanos();
  }

  ScenarioResult run() throws IOException, InterruptedException {
    Outcome outcome = Outcome.REPRODUCED;
    String summary = scenario.title();
    try {
      for (ScenarioStep step : scenario.steps()) {
        if (step instanceof ScenarioStep.Call call) {
          make(call);
        } else if (step instanceof ScenarioStep.Wait wait) {
          waitFor(wait);
        }
      }
      stillHanging();
      tap.finish();
      holdAgainstTheWire();
    } catch (Broken e) {
      outcome = e.outcome;
      summary = String.valueOf(e.getMessage());
      tap.finish();
    }
    return result(outcome, summary);
  }

  private ScenarioResult result(Outcome outcome, String summary) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
    testimony.ended(elapsed);
    return new ScenarioResult(
        scenario,
        outcome,
        summary,
        outcome == Outcome.REPRODUCED ? testimony.evidence() : List.of(summary),
        testimony.failure(),
        stage.watched(),
        stage.timeLine(),
        tap.recording(),
        tap.recording().isPresent()
            ? Optional.empty()
            : Optional.of(
                settings.capture() && !tap.isOpen() && stage.watched().isEmpty()
                    ? "nothing listened"
                    : tap.whyNot()),
        stage.unwatched().map(IOException::getMessage),
        testimony.measures(),
        environment,
        elapsed);
  }

  private void make(ScenarioStep.Call call) throws IOException, InterruptedException, Broken {
    if (call.action() == Action.RETURNS) {
      returns(call);
      return;
    }
    int connections = stage.end(call.end()).connections().size();
    int first = call.every() ? 1 : call.connection().orElse(connections);
    int last = call.every() ? connections : first;
    if (call.expect().kind() == Kind.HANG) {
      await(begin(call, first));
      return;
    }
    List<Pending> begun = new ArrayList<>();
    for (int time = 0; time < call.times(); time++) {
      for (int number = first; number <= last; number++) {
        begun.add(begin(call, number));
      }
    }
    for (Pending one : begun) {
      await(one);
    }
  }

  /** Begins a call; several of one step follow each other without a pause. */
  private Pending begin(ScenarioStep.Call call, int number) throws IOException {
    return new Pending(
        call,
        number,
        stage.end(call.end()).call(call, stage.target(call), number),
        System.nanoTime());
  }

  private void await(Pending begun) throws IOException, InterruptedException, Broken {
    ScenarioStep.Call call = begun.call();
    boolean hang = call.expect().kind() == Kind.HANG;
    Optional<CallAnswer> answer = answer(begun.answer(), hang ? call.forTime() : call.within());
    long patienceEnd = System.nanoTime() + call.within().toNanos();
    while (hang
        && answer.isEmpty()
        && stage.end(call.end()).isRunnable()
        && System.nanoTime() < patienceEnd) {
      // It does not hang: a busy machine has not let it run.
      answer = answer(begun.answer(), STOP_POLL);
    }
    stage.watchNew();
    if (answer.isPresent()) {
      judge(call, answer.get());
      return;
    }
    pending.put(call.end(), begun);
    long now = System.nanoTime();
    String text =
        "has not returned after "
            + Testimony.millis(now - begun.startNanos())
            + progress(call, begun.number());
    TimeLine.Call entry =
        tell(now, begun.startNanos(), call.end(), call.action(), text, Optional.empty());
    if (!hang) {
      throw broken(call, text);
    }
    testimony.program(call, entry);
  }

  private String progress(ScenarioStep.Call call, int number) {
    List<EndConnection> connections = stage.end(call.end()).connections();
    boolean known = number >= 1 && number <= connections.size();
    String progress = known ? connections.get(number - 1).progress() : "";
    return progress.isEmpty() ? "" : " (" + progress + ")";
  }

  private void returns(ScenarioStep.Call call) throws IOException, InterruptedException, Broken {
    Pending waiting = pending.remove(call.end());
    if (waiting == null) {
      throw broken(call, "no call is waiting");
    }
    Optional<CallAnswer> answer = answer(waiting.answer(), call.within());
    if (answer.isEmpty()) {
      throw broken(call, "has still not returned");
    }
    judge(call.of(waiting.call().action()), answer.get());
  }

  private void judge(ScenarioStep.Call call, CallAnswer answer) throws Broken {
    stage.sample();
    TimeLine.Call entry =
        tell(
            answer.endNanos(),
            answer.endNanos() - answer.took().toNanos(),
            call.end(),
            call.action(),
            answer.text(),
            answer.errno());
    if (!answer.meets(call.expect())) {
      boolean notHere =
          (call.action() == Action.LISTEN || call.action() == Action.CONNECT)
              && answer.errno().filter(NOT_HERE::contains).isPresent();
      if (notHere) {
        throw new Broken(
            Outcome.COULD_NOT_LOOK,
            call.end() + " cannot " + StepReader.word(call.action()) + " here: " + answer.text());
      }
      throw broken(call, answer.text() + tooFast(call, answer));
    }
    testimony.program(call, entry);
    testimony.measure(call, answer);
  }

  private static String tooFast(ScenarioStep.Call call, CallAnswer answer) {
    return call.expect()
        .atLeast()
        .filter(least -> answer.took().compareTo(least) < 0)
        .map(least -> " within " + Testimony.millis(answer.took().toNanos()))
        .orElse("");
  }

  private Broken broken(ScenarioStep.Call call, String what) {
    return new Broken(
        Outcome.NOT_REPRODUCED,
        call.end()
            + " "
            + StepReader.word(call.action())
            + ": "
            + what
            + ", expected "
            + call.expect()
            + " (line "
            + call.line()
            + ")");
  }

  private TimeLine.Call tell(
      long endNanos,
      long beganNanos,
      String end,
      Action action,
      String result,
      Optional<Errno> errno) {
    TimeLine.Call entry =
        stage
            .timeLine()
            .add(
                new TimeLine.Call(
                    stage.timeLine().at(endNanos),
                    Duration.ofNanos(endNanos - beganNanos),
                    end,
                    StepReader.word(action),
                    result,
                    errno));
    watcher.entry(entry);
    return entry;
  }

  /** The answer; empty where it does not come within the time. */
  private Optional<CallAnswer> answer(Future<CallAnswer> future, Duration within)
      throws IOException, InterruptedException, Broken {
    long until = System.nanoTime() + within.toNanos();
    while (true) {
      checkLimits();
      long left = Math.min(until - System.nanoTime(), STOP_POLL.toNanos());
      try {
        return Optional.of(future.get(Math.max(1, left), TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        if (System.nanoTime() >= until) {
          return Optional.empty();
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  private void waitFor(ScenarioStep.Wait wait) throws IOException, InterruptedException, Broken {
    long until = System.nanoTime() + wait.within().toNanos();
    long sinceNanos = Long.MAX_VALUE;
    while (true) {
      List<KernelView.Answer> answers = new ArrayList<>();
      for (Condition condition : wait.conditions()) {
        answers.add(stage.ask(condition, wait.connection()));
      }
      String text = String.join(", ", answers.stream().map(KernelView.Answer::text).toList());
      boolean holds = answers.stream().allMatch(KernelView.Answer::holds);
      sinceNanos = holds ? Math.min(sinceNanos, System.nanoTime()) : Long.MAX_VALUE;
      if (holds && System.nanoTime() - sinceNanos >= wait.lasting().toNanos()) {
        shown(wait, text);
        return;
      }
      checkLimits();
      if (System.nanoTime() >= until) {
        throw new Broken(
            Outcome.NOT_REPRODUCED,
            "the kernel did not show "
                + String.join(", ", wait.conditions().stream().map(Condition::text).toList())
                + " within "
                + Testimony.millis(wait.within().toNanos())
                + "; "
                + text
                + " (line "
                + wait.line()
                + ")");
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
  }

  /** A call that hangs has not returned by the end either. */
  private void stillHanging() throws Broken {
    for (Pending waiting : pending.values()) {
      if (waiting.answer().isDone()) {
        throw broken(waiting.call(), "returned after all");
      }
    }
  }

  private void shown(ScenarioStep.Wait wait, String text) {
    stage.watchNew();
    stage.sample();
    TimeLine.Call entry = stage.timeLine().call(System.nanoTime(), "kernel", "shows", text);
    watcher.entry(entry);
    testimony.kernel(wait, entry, text);
  }

  private void holdAgainstTheWire() throws IOException, Broken {
    if (tap.recording().isEmpty() || scenario.wire().isEmpty()) {
      return;
    }
    WireEvidence wire = new WireEvidence(tap.recording().get());
    for (WireRule rule : scenario.wire()) {
      long count = wire.count(rule, stage::isOf);
      if (count < rule.atLeast()) {
        throw new Broken(
            Outcome.NOT_REPRODUCED,
            "the wire showed " + count + " packets of '" + rule.text() + "'");
      }
      testimony.wire(rule, count);
    }
  }

  private void checkLimits() throws InterruptedException, Broken {
    if (stopped.getAsBoolean()) {
      throw new InterruptedException("stopped");
    }
    if (System.nanoTime() - startNanos > limitNanos) {
      throw new Broken(
          Outcome.NOT_REPRODUCED,
          "not finished within its limit of " + Testimony.millis(limitNanos));
    }
  }
}
