package io.recvq.cli;

import io.recvq.cli.WhyCommand.Judged;
import io.recvq.net.OperationException;
import io.recvq.render.Screen;
import io.recvq.report.Report;
import io.recvq.scenario.EnvironmentReader;
import io.recvq.scenario.LiveConnections;
import io.recvq.sockets.Filter;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import io.recvq.sys.Users;
import io.recvq.view.PacketComments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code watch}: live connections on one time axis, kernel and wire, until it is told to end. */
@Command(
    name = "watch",
    description = "Live connections over time, kernel and wire; a report at the end.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  recvq watch 7002                       until q or Ctrl-C",
      "  recvq watch process java --for 30s --report stall.html",
      "  recvq watch 127.0.0.1:5000-127.0.0.1:7002 -w stall.pcapng",
      "  recvq watch port 443 --json --interval 100ms",
      "",
      "Targets are those of why. Connections that come later are watched, too; their",
      "packets are kept where the target has a port.",
      "",
      "Exit status: 0 nothing limited them, 1 something did, 2 usage,",
      "3 nothing matched or it could not look, 130 ended by Ctrl-C."
    })
final class WatchCommand extends RecvqCommand {
  private static final Duration FOREVER = Duration.ofDays(365);
  private static final Duration LEAST_INTERVAL = Duration.ofMillis(1);

  @Parameters(arity = "1..*", paramLabel = "TARGET", description = "Which connections, as in why.")
  List<String> words = new ArrayList<>();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long to watch (until it is stopped).")
  Duration time = FOREVER;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "From one reading of the kernel to the next (20ms).")
  Duration interval = Duration.ofMillis(20);

  @Mixin EvidenceMixin evidence = new EvidenceMixin();

  @Option(
      names = "-w",
      paramLabel = "FILE",
      description = "Keep the packets in this pcapng file, comments where the findings are.")
  @Nullable Path write;

  @Option(names = "--no-capture", description = "Do not look at the wire.")
  boolean noCapture;

  @Option(
      names = "--netns",
      paramLabel = "NAME",
      description = "In another network namespace: name, pid or path.")
  @Nullable String netns;

  @Option(names = "--json", description = "NDJSON: readings and changes, then the verdicts.")
  boolean json;

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    check();
    Machine machine = Machine.local();
    Filter filter = filter(machine.users());
    ConnectionsReport.Wire wire;
    WatchSession session;
    List<String> limits = new ArrayList<>();
    try (SocketTable table = netns == null ? machine.sockets() : machine.socketsIn(netns);
        WatchTap tap = new WatchTap(filter.port(), whyNoWire())) {
      LiveConnections live = new LiveConnections(table, machine.owners(), filter);
      session = watch(context, live, tap);
      wire = tap.finish();
      limits.addAll(session.limits());
      tap.limit().ifPresent(limits::add);
    }
    limits.forEach(limit -> context.err().println("recvq: " + limit));
    List<Judged> verdicts = session.verdicts();
    if (verdicts.isEmpty()) {
      throw OperationException.of(
          "find a live connection for '" + String.join(" ", words) + "'",
          "none came",
          "see what there is: recvq sockets");
    }
    keep(context, machine, session, limits, verdicts, wire);
    show(context, verdicts);
    if (context.stop().isStopped()) {
      return ExitStatus.INTERRUPTED;
    }
    boolean bad = verdicts.stream().anyMatch(judged -> judged.verdict().isBad());
    return bad ? ExitStatus.BAD_ANSWER : ExitStatus.OK;
  }

  private void check() {
    if (time.isNegative() || time.isZero()) {
      throw new UsageException("--for needs a time above zero");
    }
    if (interval.compareTo(LEAST_INTERVAL) < 0) {
      throw new UsageException("--interval is at least 1ms");
    }
    if (write != null && (noCapture || netns != null)) {
      String other = noCapture ? "--no-capture" : "--netns";
      throw new UsageException("-w and " + other + " exclude each other");
    }
  }

  private String whyNoWire() {
    if (noCapture) {
      return "it was told not to look";
    }
    if (netns != null) {
      return "it is that of another network namespace";
    }
    return evidence.isAsked() || write != null ? "" : "nobody asked for it";
  }

  private Filter filter(Users users) {
    try {
      return WhyTarget.parse(words, users::uid);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private WatchSession watch(CommandContext context, LiveConnections live, WatchTap tap)
      throws IOException, InterruptedException {
    if (context.terminal().outputIsTerminal() && !json) {
      Optional<Screen> opened = context.screens().open();
      if (opened.isPresent()) {
        try (Screen screen = opened.get()) {
          String target = String.join(" ", words);
          WatchScreen view = new WatchScreen(screen, context.style(color), target, tap);
          WatchSession session = new WatchSession(live, view);
          view.run(session, context.stop(), time, interval);
          return session;
        }
      }
    }
    WatchSession.Listener lines =
        json
            ? new WatchJson(context.json(), tap)
            : new WatchLines(context.out(), context.style(color), tap);
    WatchSession session = new WatchSession(live, lines);
    long end = session.startNanos() + time.toNanos();
    long next = session.startNanos();
    while (System.nanoTime() - end < 0) {
      session.step(System.nanoTime());
      context.out().flush();
      next = Math.max(next + interval.toNanos(), System.nanoTime());
      if (context.stop().await(Duration.ofNanos(Math.max(0, next - System.nanoTime())))) {
        break;
      }
    }
    return session;
  }

  private void keep(
      CommandContext context,
      Machine machine,
      WatchSession session,
      List<String> limits,
      List<Judged> verdicts,
      ConnectionsReport.Wire wire)
      throws IOException {
    if (!evidence.isAsked() && write == null) {
      return;
    }
    String version = CommandRunner.version();
    ConnectionsReport.About about =
        new ConnectionsReport.About(
            "watch",
            String.join(" ", words),
            limits,
            EnvironmentReader.read(machine, netns == null ? "host" : "namespace " + netns, version),
            evidence.commandLine(),
            version);
    Report page = ConnectionsReport.of(verdicts, session.badEpisodes(), about, Optional.of(wire));
    if (write != null) {
      if (wire.recording().isEmpty()) {
        throw OperationException.of("keep the packets in " + write, wire.whyNot(), "");
      }
      PacketComments.of(page).write(wire.recording().get(), write);
    }
    evidence.write(context, page);
  }

  private void show(CommandContext context, List<Judged> verdicts) {
    if (json) {
      VerdictText.json(context.json(), verdicts, false);
    } else {
      VerdictText text = new VerdictText(context.style(color), context.terminal().columns());
      text.lines(verdicts, true).forEach(context.out()::println);
    }
  }
}
