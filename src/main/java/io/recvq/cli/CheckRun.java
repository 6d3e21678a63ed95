package io.recvq.cli;

import io.recvq.check.CheckPlan;
import io.recvq.check.CheckResult;
import io.recvq.check.CheckRunner;
import io.recvq.check.CheckServer;
import io.recvq.check.CheckSpec;
import io.recvq.check.CheckStatus;
import io.recvq.check.Report;
import io.recvq.net.AddressSpec;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs the checks of {@code check}, once or again and again. */
final class CheckRun {
  private final CommandContext context;
  private final List<CheckPlan> plans;
  private final CheckCommand.Choice choice;
  private final CheckReports reports;
  private final long startNanos;

  CheckRun(
      CommandContext context,
      List<CheckPlan> plans,
      CheckCommand.Choice choice,
      CheckReports reports,
      long startNanos) {
    this.context = context;
    this.plans = List.copyOf(plans);
    this.choice = choice;
    this.reports = reports;
    this.startNanos = startNanos;
    if (plans.stream().allMatch(plan -> chosen(plan).isEmpty())) {
      throw new UsageException("no check has the tag " + String.join(" or ", choice.tags));
    }
  }

  private List<CheckSpec> chosen(CheckPlan plan) {
    return plan.checks().stream()
        .filter(s -> choice.tags.isEmpty() || !Collections.disjoint(s.tags(), choice.tags))
        .toList();
  }

  List<CheckResult> once() throws IOException {
    Report.Run run = run(startNanos, reports::result);
    reports.end(run);
    return run.results();
  }

  private Report.Run run(long from, Consumer<CheckResult> listener) {
    Instant start = Instant.now();
    List<CheckResult> results = new ArrayList<>();
    StopSignal.Registration onStop = context.stop().onStop(Thread.currentThread()::interrupt);
    try {
      for (CheckPlan plan : plans) {
        results.addAll(
            new CheckRunner(choice.parallel, listener).run(chosen(plan), deadline(plan, from)));
      }
    } finally {
      onStop.close();
      // The interrupt did its work: what follows is the report of what is known.
      Thread.interrupted();
    }
    return new Report.Run(results, start, Duration.ofNanos(System.nanoTime() - from));
  }

  /** The earlier of the command's deadline and the file's, which counts from the run's start. */
  private long deadline(CheckPlan plan, long from) {
    Duration limit = plan.deadline().orElse(Duration.ofDays(365));
    Duration asked = Optional.ofNullable(choice.deadline).orElse(limit);
    return from + (asked.compareTo(limit) < 0 ? asked : limit).toNanos();
  }

  /** Until stopped: all results of the first run, then those whose status changed. */
  List<CheckResult> repeatedly() throws IOException {
    Duration every = Optional.ofNullable(choice.every).orElse(Duration.ZERO);
    Map<CheckSpec, CheckStatus> known = new HashMap<>();
    List<CheckResult> results = List.of();
    Optional<CheckServer> server = server();
    try {
      do {
        Report.Run run = run(System.nanoTime(), result -> {});
        if (!context.stop().isStopped()) {
          results = run.results();
          boolean first = known.isEmpty();
          for (CheckResult result : results) {
            if (known.put(result.spec(), result.status()) != result.status()) {
              reports.change(result, first ? Optional.empty() : Optional.of(run.start()));
            }
          }
          reports.files(run);
          server.ifPresent(s -> s.publish(run));
        }
      } while (!context.stop().await(every));
    } catch (InterruptedException e) {
      return results;
    } finally {
      server.ifPresent(CheckServer::close);
    }
    return results;
  }

  private Optional<CheckServer> server() throws IOException {
    if (choice.listen == null) {
      return Optional.empty();
    }
    CheckServer server = CheckServer.listen(address(choice.listen));
    context.err().println("recvq: serving /metrics and /health on " + server.address());
    return Optional.of(server);
  }

  private static InetSocketAddress address(String words) throws OperationException {
    AddressSpec spec;
    try {
      spec = AddressSpec.parse(words);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    if (!(spec instanceof AddressSpec.Inet inet)) {
      throw new UsageException("--listen needs HOST:PORT");
    }
    InetSocketAddress address =
        inet.host().isEmpty()
            ? new InetSocketAddress(inet.port())
            : new InetSocketAddress(inet.host(), inet.port());
    if (address.isUnresolved()) {
      throw OperationException.of("listen on " + words, "the name is not known", "");
    }
    return address;
  }
}
