package io.recvq.cli;

import io.recvq.render.JsonLines;
import io.recvq.render.Screen;
import io.recvq.sockets.Filter;
import io.recvq.sockets.FilterParser;
import io.recvq.sockets.Proto;
import io.recvq.sockets.SocketOrder;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketTotals.Grouping;
import io.recvq.sys.Machine;
import io.recvq.sys.SocketTable;
import io.recvq.sys.Users;
import io.recvq.view.SocketsJson;
import io.recvq.view.SocketsText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sockets}: the kernel's socket table. */
@Command(
    name = "sockets",
    description = "The socket table: queues, states, owners, TCP's own numbers.",
    footerHeading = "%nFilters: words of ss, joined by and, or, not, ( ).%n",
    footer = {
      "  state STATE[,STATE]   established, listening, close-wait, connected, ...",
      "  port N, sport N, dport N      also with = != < <= > >=",
      "  addr A, src A, dst A          address, ADDRESS/BITS, ADDRESS:PORT",
      "  pid N, process NAME, user NAME, uid N, inode N, proto tcp, path P",
      "  recvq > N, sendq > N          bytes; k, m, g are powers of 1024",
      "",
      "Examples:",
      "  recvq sockets port 7002 and state established",
      "  recvq sockets recvq '>' 0 --owners      who does not read",
      "  recvq sockets process java --info       TCP's view of its connections",
      "  recvq sockets --pairs dst 127.0.0.0/8   both ends on one row",
      "  recvq sockets --group process",
      "  recvq sockets --watch port 7002",
      "",
      "Exit status: 0 it looked, 2 usage, 3 it could not look."
    })
final class SocketsCommand extends RecvqCommand {
  private static final long MIN_INTERVAL_MILLIS = 50;

  @Parameters(arity = "0..*", paramLabel = "FILTER", description = "Which rows; all without one.")
  List<String> words = new ArrayList<>();

  @ArgGroup(exclusive = false, heading = "%nWhich sockets%n")
  Which which = new Which();

  @ArgGroup(exclusive = false, heading = "%nWhat of them%n")
  What what = new What();

  @ArgGroup(exclusive = false, heading = "%nHow%n")
  How how = new How();

  /** Options that choose rows. */
  static final class Which {
    @Option(
        names = {"-a", "--all"},
        description = "Also UDP, Unix and raw sockets.")
    boolean all;

    @Option(
        names = {"-t", "--tcp"},
        description = "TCP sockets (the default).")
    boolean tcp;

    @Option(
        names = {"-u", "--udp"},
        description = "UDP sockets.")
    boolean udp;

    @Option(
        names = {"-x", "--unix"},
        description = "Unix-domain sockets.")
    boolean unix;

    @Option(
        names = {"-w", "--raw"},
        description = "Raw sockets.")
    boolean raw;

    @Option(names = "--port", paramLabel = "PORT", description = "With this port at either end.")
    @Nullable String port;

    @Option(names = "--state", paramLabel = "STATE", description = "In this state.")
    @Nullable String state;

    @Option(names = "--pid", paramLabel = "PID", description = "Held by this process.")
    @Nullable String pid;

    @Option(
        names = "--netns",
        paramLabel = "NAME",
        description = "Of another network namespace: name, pid or path.")
    @Nullable String netns;

    @Option(
        names = "--source",
        paramLabel = "SOURCE",
        description = "Who is asked: auto, sock_diag, proc (auto).")
    SocketSource source = SocketSource.AUTO;
  }

  /** Options that choose columns. */
  static final class What {
    @Option(
        names = {"-p", "--owners"},
        negatable = true,
        description = "User, process and descriptor (always in JSON).")
    @Nullable Boolean owners;

    @Option(
        names = {"-i", "--info"},
        description = "TCP's own numbers.")
    boolean info;

    @Option(
        names = {"-m", "--memory"},
        description = "Buffers, limits, drops.")
    boolean memory;
  }

  /** Options that choose the form. */
  static final class How {
    @Option(names = "--pairs", description = "Both ends of a local connection on one row.")
    boolean pairs;

    @Option(
        names = "--group",
        paramLabel = "BY",
        description = "Counts by state, process, peer, port or user.")
    @Nullable Grouping group;

    @Option(
        names = "--sort",
        paramLabel = "KEY",
        description =
            "By recvq, sendq, local, remote, port, state, proto, process, pid, uid, rtt, retrans.")
    @Nullable SocketOrder sort;

    @Option(
        names = {"-r", "--reverse"},
        description = "The other way round.")
    boolean reverse;

    @Option(names = "--json", description = "NDJSON: a socket a line.")
    boolean json;

    @Option(
        names = "--watch",
        description = "Keep it on screen; on a pipe, NDJSON of what changes.")
    boolean watch;

    @Option(
        names = "--interval",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "From one reading to the next (1s).")
    @Nullable Duration interval;

    @Option(
        names = "--for",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "How long to watch (until stopped).")
    @Nullable Duration time;

    Duration intervalOrPreset() {
      return interval == null ? Duration.ofSeconds(1) : interval;
    }

    Duration timeOrPreset() {
      return time == null ? Duration.ofDays(3650) : time;
    }

    /** An option that would change nothing is a mistake of the command line. */
    void refuseWhatHasNoUse() {
      if (!watch && (interval != null || time != null)) {
        throw new UsageException("--interval and --for are for --watch");
      }
      if (watch && (group != null || pairs)) {
        throw new UsageException(
            "--watch shows a row a socket: it goes without --group and --pairs");
      }
      if (pairs && group != null) {
        throw new UsageException("choose one of --group and --pairs");
      }
    }
  }

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    how.refuseWhatHasNoUse();
    Machine machine = Machine.local();
    Users users = machine.users();
    Filter filter = filter(users);
    try (SocketTable table = open(machine)) {
      SocketSelection selection =
          new SocketSelection(table, machine.owners(), query(filter), filter, wantsOwners());
      if (selection.needsOwners()) {
        selection.finder().prepare();
      }
      if (how.watch) {
        watch(context, selection, users);
      } else {
        show(context, selection, users);
      }
    }
    return ExitStatus.OK;
  }

  private void watch(CommandContext context, SocketSelection selection, Users users)
      throws IOException, InterruptedException {
    if (how.intervalOrPreset().toMillis() < MIN_INTERVAL_MILLIS) {
      throw new UsageException("--interval is at least " + MIN_INTERVAL_MILLIS + "ms");
    }
    if (context.terminal().outputIsTerminal() && !how.json) {
      Optional<Screen> opened = context.screens().open();
      if (opened.isPresent()) {
        try (Screen screen = opened.get()) {
          new SocketsWatch(
                  screen,
                  context.style(color),
                  context.stop(),
                  users,
                  how.intervalOrPreset(),
                  selection,
                  String.join(" ", words),
                  how.sort == null ? SocketOrder.RECVQ : how.sort)
              .run(how.timeOrPreset());
        }
        return;
      }
    }
    new SocketsChanges(context, selection, !Boolean.FALSE.equals(what.owners))
        .run(how.intervalOrPreset(), how.timeOrPreset());
  }

  private void show(CommandContext context, SocketSelection selection, Users users)
      throws IOException {
    SocketSelection.Chosen chosen = selection.read();
    for (String limit : chosen.limits()) {
      context.err().println("recvq: " + limit);
    }
    List<SocketRow> rows = sorted(chosen.rows());
    if (how.group != null) {
      SocketGroups.write(context, rows, how.group, users, how.json, context.style(color));
    } else if (how.pairs) {
      SocketPairs.write(
          context, rows, chosen.table().rows(), how.json, wantsOwners(), context.style(color));
    } else if (how.json) {
      JsonLines json = context.json();
      rows.forEach(row -> SocketsJson.write(json, row));
    } else {
      new SocketsText(
              context.style(color), Boolean.TRUE.equals(what.owners), what.info, what.memory, users)
          .write(context.out(), rows);
      rows.stream()
          .findFirst()
          .ifPresent(row -> context.result(lines -> SocketsJson.write(lines, row)));
    }
  }

  private List<SocketRow> sorted(List<SocketRow> rows) {
    if (how.sort != null) {
      Comparator<SocketRow> order = how.sort.comparator();
      rows.sort(how.reverse ? order.reversed() : order);
    } else if (how.reverse) {
      Collections.reverse(rows);
    }
    return rows;
  }

  private SocketTable open(Machine machine) throws IOException {
    if (which.netns != null) {
      if (which.source == SocketSource.PROC) {
        throw new UsageException("--netns needs sock_diag, not --source proc");
      }
      return machine.socketsIn(which.netns);
    }
    return switch (which.source) {
      case AUTO -> machine.sockets();
      case SOCK_DIAG -> machine.sockDiag();
      case PROC -> machine.procSockets();
    };
  }

  private boolean wantsOwners() {
    if (how.watch) {
      return how.sort != null && how.sort.asksOwners();
    }
    if (what.owners != null) {
      return what.owners;
    }
    return how.json && how.group == null
        || how.sort != null && how.sort.asksOwners()
        || how.group != null && how.group.asksOwners();
  }

  private Filter filter(Users users) {
    List<String> all = new ArrayList<>();
    addShortcut(all, "state", which.state);
    addShortcut(all, "port", which.port);
    addShortcut(all, "pid", which.pid);
    try {
      Filter shortcuts = FilterParser.parse(all, users::uid);
      Filter rest = FilterParser.parse(words, users::uid);
      return all.isEmpty() ? rest : new Filter.And(shortcuts, rest);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static void addShortcut(List<String> filter, String word, @Nullable String value) {
    if (value != null) {
      filter.add(word);
      filter.add(value);
    }
  }

  private SocketQuery query(Filter filter) {
    Set<Proto> protos = EnumSet.noneOf(Proto.class);
    addIf(protos, which.tcp, Proto.TCP);
    addIf(protos, which.udp, Proto.UDP);
    addIf(protos, which.unix, Proto.UNIX);
    addIf(protos, which.raw, Proto.RAW);
    if (which.all || protos.isEmpty() && filter.namesProto()) {
      protos = EnumSet.allOf(Proto.class);
    } else if (protos.isEmpty()) {
      protos = EnumSet.of(Proto.TCP);
    }
    // The full-screen view asks for details of the rows in view only.
    boolean tcpInfo = what.info || how.sort != null && how.sort.asksTcpInfo();
    return new SocketQuery(protos, filter.stateMask(), filter.port(), tcpInfo, what.memory);
  }

  private static void addIf(Set<Proto> protos, boolean wanted, Proto proto) {
    if (wanted) {
      protos.add(proto);
    }
  }

  /** The query for another filter over the same kinds of sockets. */
  static SocketQuery narrowed(SocketQuery query, Filter filter) {
    return new SocketQuery(
        query.protos(), filter.stateMask(), filter.port(), query.tcpInfo(), query.memory());
  }
}
