package io.recvq.cli;

import io.recvq.net.OperationException;
import io.recvq.probe.HostList;
import io.recvq.probe.PortList;
import io.recvq.probe.PortResult;
import io.recvq.probe.PortState;
import io.recvq.probe.ProbeReason;
import io.recvq.probe.ProbeTarget;
import io.recvq.probe.ServiceNames;
import io.recvq.probe.TargetLookup;
import io.recvq.probe.UnreachableReason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code probe}: which ports are open, closed, filtered, and the evidence. */
@Command(
    name = "probe",
    description = "Which ports are open, closed or filtered, and the evidence.",
    customSynopsis = "recvq probe [OPTIONS] HOST[,HOST...]|CIDR [PORTS] [-- COMMAND...]",
    footerHeading = "%nExamples:%n",
    footer = {
      "  recvq probe db.example 5432              one port",
      "  recvq probe 10.0.0.0/28 22,80,8000-8099  a block of hosts",
      "  recvq probe ::1 -                        all 65535 ports",
      "  recvq probe 10.0.0.1 53,123 --udp        UDP",
      "  recvq probe web 443 --tls                version, certificate, expiry",
      "  recvq probe --wait 30s db 5432 -- ./run  wait until it is ready, then run",
      "",
      "Exit status: 0 a port is open (with --expect: all are as expected), 1 none is,",
      "3 it could not look."
    })
final class ProbeCommand extends RecvqCommand {
  private static final Duration WAIT_PAUSE = Duration.ofMillis(200);

  @Parameters(
      index = "0",
      paramLabel = "HOST",
      description = "Names, addresses or CIDR blocks, with commas between.")
  String hosts = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PORTS",
      description = "Ports, ranges, service names; topN; - for all (top100).")
  String ports = "top100";

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "With --wait: run this once the ports are ready.")
  List<String> then = List.of();

  @ArgGroup(exclusive = false, heading = "%nWhat is asked:%n")
  ProbeOptions.Asked asked = new ProbeOptions.Asked();

  @ArgGroup(exclusive = false, heading = "%nHow long and how fast:%n")
  ProbeOptions.Pace pace = new ProbeOptions.Pace();

  @ArgGroup(exclusive = false, heading = "%nWhat is shown:%n")
  ProbeOptions.Shown shown = new ProbeOptions.Shown();

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    long start = System.nanoTime();
    check();
    ServiceNames services = ServiceNames.ofThisMachine();
    int[] portList = usage(() -> PortList.parse(ports, services, asked.transport()));
    List<String> hostList = usage(() -> HostList.parse(hosts));
    if (hostList.size() * (long) portList.length > ProbeRun.MOST_PORTS) {
      throw new UsageException(
          hostList.size() + " hosts with " + portList.length + " ports are too many at once");
    }
    long deadline = pace.deadlineNanos(start);
    StopSignal.Registration onStop = context.stop().onStop(Thread.currentThread()::interrupt);
    List<ProbeTarget> targets;
    try {
      targets = targets(hostList, deadline, context);
    } finally {
      onStop.close();
    }
    ProbeRun run =
        new ProbeRun(context, targets, portList, pace.settings(deadline, asked.udp), asked);
    ProbeText text = new ProbeText(services, targets, portList.length, shown);
    List<PortResult> results =
        pace.wait == null ? run.once(live(context, text)) : waitFor(run, start, context);
    if (context.stop().isStopped() && results.isEmpty()) {
      return ExitStatus.INTERRUPTED;
    }
    show(context, text, results, start);
    ExitStatus status = status(results);
    return status == ExitStatus.OK && !then.isEmpty() ? runCommand(context) : status;
  }

  private void check() {
    asked.check();
    if (!then.isEmpty() && pace.wait == null) {
      if (then.get(0).matches("[0-9,-]+")) {
        String all = ports + "," + String.join(",", then);
        throw new UsageException("several ports have commas between them: " + all);
      }
      throw new UsageException(
          "a command to run needs --wait: probe --wait 30s HOST PORT -- COMMAND");
    }
    shown.check();
    pace.check();
  }

  /** Something that reads the user's words. */
  private interface Reading<T> {
    T get();
  }

  private static <T> T usage(Reading<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private List<ProbeTarget> targets(List<String> hostList, long deadline, CommandContext context)
      throws IOException, InterruptedException {
    List<ProbeTarget> targets = new ArrayList<>();
    for (String host : hostList) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      List<ProbeTarget> all = TargetLookup.addresses(host, asked.family(), left);
      targets.addAll(asked.allAddresses ? all : all.subList(0, 1));
      if (!asked.allAddresses && all.size() > 1) {
        context
            .err()
            .println(
                "recvq: %s is probed at %s; --all-addresses probes its %d others too"
                    .formatted(host, all.get(0).address(), all.size() - 1));
      }
    }
    return targets;
  }

  /** Where results go while the sweep runs: NDJSON at once, or a live view on a terminal. */
  private ProbeRun.View live(CommandContext context, ProbeText text) {
    if (shown.json) {
      return streams()
          ? ProbeRun.View.of(result -> stream(context, text, result))
          : ProbeRun.View.NONE;
    }
    boolean terminal =
        context.terminal().outputIsTerminal() && context.terminal().errorIsTerminal();
    return terminal ? new ProbeLive(context, text, context.style(color)) : ProbeRun.View.NONE;
  }

  /** Writes a port at once, unless its reason is going to be asked for. */
  private void stream(CommandContext context, ProbeText text, PortResult result) {
    if (UnreachableReason.worthwhile(result)) {
      deferred.add(new Deferred(result.target(), result.port()));
    } else {
      text.json(context, result);
    }
  }

  /** A port whose JSON is written at the end. */
  private record Deferred(ProbeTarget target, int port) {}

  private final Set<Deferred> deferred = new HashSet<>();

  /** Whether a port is complete as soon as its state is known. */
  private boolean streams() {
    return pace.wait == null && !asked.more();
  }

  private List<PortResult> waitFor(ProbeRun run, long start, CommandContext context)
      throws IOException, InterruptedException {
    ProbeOptions.Expected wanted = shown.wanted();
    Duration limit = pace.wait == null ? Duration.ZERO : pace.wait;
    List<PortResult> results = run.once(ProbeRun.View.NONE);
    while (!results.stream().allMatch(wanted::holds)
        && System.nanoTime() - start < limit.toNanos() - WAIT_PAUSE.toNanos()) {
      if (context.stop().await(WAIT_PAUSE)) {
        return results;
      }
      List<PortResult> again = run.once(ProbeRun.View.NONE);
      // An attempt that the end cut short says less than the one before it.
      boolean finished = again.stream().noneMatch(r -> r.state() == PortState.UNKNOWN);
      results = finished ? again : results;
    }
    return results;
  }

  private void show(CommandContext context, ProbeText text, List<PortResult> results, long start) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    if (shown.json) {
      results.stream()
          .filter(r -> !streams() || deferred.contains(new Deferred(r.target(), r.port())))
          .forEach(result -> text.json(context, result));
      text.jsonSummary(context.json(), results, elapsed);
    } else {
      text.lines(results, elapsed, context.style(color)).forEach(context.out()::println);
      context.result(lines -> text.jsonSummary(lines, results, elapsed));
      if (results.size() == 1) {
        context.result(lines -> text.json(lines, results.get(0)));
      }
    }
    context.out().flush();
  }

  private ExitStatus status(List<PortResult> results) throws OperationException {
    boolean allRefused = true;
    boolean anyOpen = false;
    boolean allAsWanted = true;
    ProbeOptions.Expected wanted = shown.wanted();
    for (PortResult result : results) {
      allRefused &= ProbeText.refusedHere(result);
      anyOpen |= result.state() == PortState.OPEN;
      allAsWanted &= wanted.holds(result);
    }
    if (allRefused) {
      PortResult first = results.get(0);
      boolean limit = first.reason() == ProbeReason.LOCAL_LIMIT;
      String nextStep = limit ? "see ulimit -n and ip_local_port_range" : "see ip addr, ip route";
      throw OperationException.of("probe " + hosts, first.detail(), nextStep);
    }
    boolean good = shown.expect == null && pace.wait == null ? anyOpen : allAsWanted;
    return good ? ExitStatus.OK : ExitStatus.BAD_ANSWER;
  }

  private ExitStatus runCommand(CommandContext context) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(then).inheritIO().start();
    } catch (IOException e) {
      throw OperationException.of("run " + then.get(0), e, "");
    }
    StopSignal.Registration onStop = context.stop().onStop(process::destroy);
    try {
      int status = process.waitFor();
      if (status != 0) {
        context.err().println("recvq: " + then.get(0) + " ended with status " + status);
      }
      return status == 0 ? ExitStatus.OK : ExitStatus.BAD_ANSWER;
    } finally {
      onStop.close();
    }
  }
}
