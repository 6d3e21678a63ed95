package io.recvq.cli;

import io.recvq.probe.HostList;
import io.recvq.probe.PingListener;
import io.recvq.probe.PingMethod;
import io.recvq.probe.PingSettings;
import io.recvq.probe.PingStatistics;
import io.recvq.probe.Pinger;
import io.recvq.probe.ProbeTarget;
import io.recvq.probe.TargetLookup;
import io.recvq.sys.AddressLookup.Family;
import io.recvq.sys.IcmpError;
import io.recvq.view.PingJson;
import io.recvq.view.PingText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ping}: round trips by ICMP or TCP. */
@Command(
    name = "ping",
    description = "ICMP (or TCP) round trips.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  recvq ping -c 3 127.0.0.1         three requests",
      "  recvq ping ::1 10.0.0.1 web       several hosts at once",
      "  recvq ping --tcp 443 web          the time of TCP's handshake",
      "",
      "Exit status: 0 anything came back, 1 nothing did, 3 no route or no rights."
    })
final class PingCommand extends RecvqCommand {
  private static final int MOST_DATA_BYTES = 65_000;

  @Parameters(arity = "1..*", paramLabel = "HOST", description = "Names or addresses.")
  List<String> hosts = List.of();

  @Option(
      names = {"-c", "--count"},
      paramLabel = "N",
      description = "Requests to each host (4); 0 until Ctrl-C.")
  int count = 4;

  @Option(
      names = {"-i", "--interval"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "From one request to the next (1s).")
  Duration interval = Duration.ofSeconds(1);

  @Option(
      names = {"-W", "--timeout"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long a request waits for its reply (2s).")
  Duration timeout = Duration.ofSeconds(2);

  @Option(
      names = {"-w", "--deadline"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "The time for everything, name look-ups included.")
  @Nullable Duration deadline;

  @Option(
      names = {"-s", "--size"},
      paramLabel = "BYTES",
      description = "Data bytes of a request (56).")
  int size = 56;

  @Option(
      names = {"-t", "--ttl"},
      paramLabel = "N",
      description = "Time to live, or hop limit, of requests.")
  @Nullable Integer ttl;

  @Option(
      names = "--tcp",
      paramLabel = "PORT",
      description = "Measure TCP connects to this port instead.")
  @Nullable Integer tcpPort;

  @Option(names = "-4", description = "IPv4 only.")
  boolean v4;

  @Option(names = "-6", description = "IPv6 only.")
  boolean v6;

  @Option(names = "--json", description = "NDJSON: start, reply, error, timeout, summary.")
  boolean json;

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    long start = System.nanoTime();
    check();
    long end = start + (deadline == null ? Duration.ofDays(365) : deadline).toNanos();
    List<ProbeTarget> targets = targets(context, end);
    PingSettings settings =
        new PingSettings(
            count,
            interval,
            timeout,
            size,
            ttl == null ? OptionalInt.empty() : OptionalInt.of(ttl),
            tcpPort == null ? OptionalInt.empty() : OptionalInt.of(tcpPort),
            80,
            end);
    PingText text = new PingText(settings, context.style(color));
    try (Pinger pinger = new Pinger(settings, view(context, text))) {
      StopSignal.Registration onStop = context.stop().onStop(pinger::stop);
      try {
        Map<ProbeTarget, PingStatistics> statistics = pinger.run(targets);
        statistics.forEach((target, each) -> summary(context, text, target, each));
        boolean any = statistics.values().stream().anyMatch(s -> s.received() > 0);
        return any ? ExitStatus.OK : ExitStatus.BAD_ANSWER;
      } finally {
        onStop.close();
      }
    }
  }

  private void check() {
    if (v4 && v6) {
      throw new UsageException("-4 and -6 exclude each other");
    }
    UsageException.unlessWithin("--count", count, 0, Long.MAX_VALUE);
    UsageException.unlessWithin("--size", size, 0, MOST_DATA_BYTES);
    if (ttl != null) {
      UsageException.unlessWithin("--ttl", ttl, 1, 255);
    }
    if (tcpPort != null) {
      UsageException.unlessWithin("--tcp", tcpPort, 1, 0xffff);
    }
    if (interval.toMillis() < 1) {
      throw new UsageException("--interval is at least 1ms");
    }
  }

  private List<ProbeTarget> targets(CommandContext context, long end)
      throws IOException, InterruptedException {
    Family family = v4 ? Family.V4 : v6 ? Family.V6 : Family.ANY;
    List<ProbeTarget> targets = new ArrayList<>();
    StopSignal.Registration onStop = context.stop().onStop(Thread.currentThread()::interrupt);
    try {
      for (String words : hosts) {
        for (String host : parsed(words)) {
          Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
          targets.add(TargetLookup.addresses(host, family, left).get(0));
        }
      }
    } finally {
      onStop.close();
    }
    return targets;
  }

  private static List<String> parsed(String words) {
    try {
      return HostList.parse(words);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private void summary(
      CommandContext context, PingText text, ProbeTarget target, PingStatistics statistics) {
    if (json) {
      new PingJson(context.json()).summary(target, statistics);
    } else {
      text.summary(target, statistics).forEach(context.out()::println);
      context.result(lines -> new PingJson(lines).summary(target, statistics));
    }
  }

  private PingListener view(CommandContext context, PingText text) {
    PingJson objects = new PingJson(context.json());
    return new PingListener() {
      @Override
      public void started(ProbeTarget target, PingMethod method, String withheld) {
        if (!withheld.isEmpty()) {
          context.err().println("recvq: " + target.address() + ": " + withheld);
        }
        tell(() -> objects.started(target, method), () -> text.started(target, method));
      }

      @Override
      public void replied(Reply reply) {
        tell(() -> objects.reply(reply), () -> text.reply(reply));
        context.result(lines -> new PingJson(lines).reply(reply));
      }

      @Override
      public void failed(ProbeTarget target, int sequence, IcmpError error) {
        tell(
            () -> objects.failed(target, sequence, error),
            () -> text.failed(target, sequence, error));
      }

      @Override
      public void silent(ProbeTarget target, int sequence) {
        tell(() -> objects.silent(target, sequence), () -> text.silent(target, sequence));
      }

      private void tell(Runnable asJson, java.util.function.Supplier<String> asText) {
        if (json) {
          asJson.run();
        } else {
          context.out().println(asText.get());
        }
        context.out().flush();
      }
    };
  }
}
