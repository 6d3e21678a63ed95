package io.recvq.cli;

import io.recvq.diagnose.AcceptQueueRule;
import io.recvq.diagnose.Diagnosis;
import io.recvq.diagnose.Surroundings;
import io.recvq.diagnose.Verdict;
import io.recvq.net.OperationException;
import io.recvq.scenario.ConnectionWatch;
import io.recvq.scenario.ConnectionWatch.History;
import io.recvq.scenario.ConnectionWatch.Observation;
import io.recvq.scenario.EnvironmentReader;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.Filter;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Proto;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import io.recvq.sys.Users;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code why}: what limits live connections. */
@Command(
    name = "why",
    description = "Which side is the bottleneck of live connections, with evidence.",
    footerHeading = "%nTargets:%n",
    footer = {
      "  7002                         connections and listeners of a port",
      "  pid 123, process java        of a process",
      "  127.0.0.1:5000-127.0.0.1:7002   one connection, from either end",
      "  192.0.2.7, 192.0.2.7:443     with this address at either end",
      "  any filter of recvq sockets",
      "",
      "Examples:",
      "  recvq why 7002",
      "  recvq why process java --for 5s --chart",
      "  recvq why 7002 --report why.html",
      "  recvq why port 443 and not dst 10.0.0.0/8 --json",
      "",
      "Exit status: 0 nothing limits them, 1 something does, 2 usage,",
      "3 nothing matched or it could not look."
    })
final class WhyCommand extends RecvqCommand {
  private static final long MIN_INTERVAL_MILLIS = 10;
  private static final long MAX_INTERVAL_MILLIS = 1000;

  /** So many readings make a verdict and a picture. */
  private static final int READINGS = 40;

  /** Sockets without a peer that acknowledges. */
  private static final SocketQuery OTHERS =
      new SocketQuery(
          EnumSet.of(Proto.UDP, Proto.UNIX, Proto.RAW),
          SocketState.ALL_MASK,
          OptionalInt.empty(),
          false,
          false);

  @Parameters(arity = "1..*", paramLabel = "TARGET", description = "Which connections, see below.")
  List<String> words = new ArrayList<>();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long to watch (2s).")
  Duration time = Duration.ofSeconds(2);

  @Option(names = "--chart", description = "Draw queues, window, round trip and losses over time.")
  boolean chart;

  @Option(
      names = "--netns",
      paramLabel = "NAME",
      description = "In another network namespace: name, pid or path.")
  @Nullable String netns;

  @Mixin EvidenceMixin evidence = new EvidenceMixin();

  @Option(names = "--json", description = "NDJSON: a verdict a line.")
  boolean json;

  /** A verdict and what it is about. */
  record Judged(String connection, Verdict verdict, List<ConnectionSample> samples) {}

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    if (time.isNegative() || time.isZero()) {
      throw new UsageException("--for needs a time above zero");
    }
    Machine machine = Machine.local();
    Filter filter = filter(machine.users());
    Observation seen;
    List<Judged> verdicts;
    try (SocketTable table = netns == null ? machine.sockets() : machine.socketsIn(netns)) {
      seen =
          new ConnectionWatch(table, machine.owners(), filter)
              .watch(time, interval(), context.stop()::await);
      for (String limit : seen.limits()) {
        context.err().println("recvq: " + limit);
      }
      verdicts = judge(seen);
      if (context.session().isPresent()) {
        verdicts.replaceAll(WhyCommand::inThisShell);
      }
      if (verdicts.isEmpty()) {
        throw nothing(new SocketSelection(table, machine.owners(), OTHERS, filter, false));
      }
    }
    if (json) {
      VerdictText.json(context.json(), verdicts, chart);
    } else {
      VerdictText text = new VerdictText(context.style(color), context.terminal().columns());
      text.lines(verdicts, chart).forEach(context.out()::println);
      context.result(lines -> VerdictText.json(lines, verdicts, chart));
    }
    if (evidence.isAsked()) {
      evidence.write(
          context,
          ConnectionsReport.of(verdicts, List.of(), about(machine, seen), Optional.empty()));
    }
    return verdicts.stream().anyMatch(judged -> judged.verdict().isBad())
        ? ExitStatus.BAD_ANSWER
        : ExitStatus.OK;
  }

  /** Nothing matched; or something did of which nothing can be said. */
  private OperationException nothing(SocketSelection others) throws OperationException {
    String attempted = "find a live connection for '" + String.join(" ", words) + "'";
    List<SocketRow> rows = others.read().rows();
    return rows.isEmpty()
        ? OperationException.of(
            attempted, "no connection and no listener matches", "see what there is: recvq sockets")
        : OperationException.of(
            attempted,
            "only sockets that are not TCP's match ("
                + rows.get(0).protoName()
                + "), and these tell nobody who limits them",
            "see their queues and drops: recvq sockets --all --memory");
  }

  private ConnectionsReport.About about(Machine machine, Observation seen) {
    String version = CommandRunner.version();
    return new ConnectionsReport.About(
        "why",
        String.join(" ", words),
        seen.limits(),
        EnvironmentReader.read(machine, netns == null ? "host" : "namespace " + netns, version),
        evidence.commandLine(),
        version);
  }

  private Filter filter(Users users) {
    try {
      return WhyTarget.parse(words, users::uid);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Duration interval() {
    long millis = time.toMillis() / READINGS;
    return Duration.ofMillis(Math.max(MIN_INTERVAL_MILLIS, Math.min(MAX_INTERVAL_MILLIS, millis)));
  }

  /** Where the shell itself holds the end at fault, its own word shows more than its stack does. */
  private static Judged inThisShell(Judged judged) {
    Verdict verdict = judged.verdict();
    if (!verdict.next().equals("jstack " + ProcessHandle.current().pid())) {
      return judged;
    }
    String next = "list   (this shell holds the receiver; recv reads, resume ends a stall)";
    return new Judged(judged.connection(), verdict.withNext(next), judged.samples());
  }

  /** The verdicts, the bad ones first, else in the table's order. */
  static List<Judged> judge(Observation seen) {
    Surroundings around = new Surroundings(seen.table());
    List<Judged> verdicts = new ArrayList<>();
    for (List<InetRow> listener : seen.listeners()) {
      InetRow last = listener.get(listener.size() - 1);
      Verdict verdict = AcceptQueueRule.listener(listener, seen.watchedNanos());
      // A listener in good order is worth a word only where there is nothing else to speak of.
      if (verdict.isBad() || seen.connections().isEmpty()) {
        verdicts.add(new Judged("LISTEN " + last.local(), verdict, List.of()));
      }
    }
    for (History history : seen.connections()) {
      verdicts.add(
          new Judged(
              history.near() + "-" + history.far(),
              Diagnosis.connection(history.samples(), around),
              history.samples()));
    }
    verdicts.sort(Comparator.comparing(judged -> !judged.verdict().isBad()));
    return verdicts;
  }
}
