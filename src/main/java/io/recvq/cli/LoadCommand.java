package io.recvq.cli;

import io.recvq.net.AddressSpec;
import io.recvq.peer.Addresses;
import io.recvq.peer.ClientOptions;
import io.recvq.peer.EffectPlan;
import io.recvq.peer.EventLoop;
import io.recvq.peer.Load;
import io.recvq.peer.PeerObserver;
import io.recvq.protocol.AppAnswers;
import io.recvq.protocol.FrameEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code load}: many connections against a server. */
@Command(
    name = "load",
    sortOptions = false,
    description = "Many connections against a server: throughput and latencies.",
    footer = {
      "",
      "Without --rate each connection sends when its last answer has come. With it,",
      "latency counts from when an exchange was due: waiting caused by the server is",
      "not left out.",
      "",
      "Examples:",
      "  recvq load echo 65432 -c 50 --duration 10s",
      "  recvq load echo 65432 --size 64-4k --rate 20000 --json",
      "  recvq load app 65432 -c 200 -n 10000"
    })
final class LoadCommand extends RecvqCommand {
  private static final int MAX_SIZE = 64 << 20;
  private static final String PRESET_SIZE = "64";

  /** The servers that can be loaded. */
  enum Kind {
    ECHO,
    APP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(index = "0", paramLabel = "KIND", description = "echo or app.")
  Kind kind = Kind.ECHO;

  @Parameters(
      index = "1",
      paramLabel = "ADDR",
      converter = AddressConverter.class,
      description = "PORT, HOST:PORT, [V6]:PORT or unix:PATH.")
  AddressSpec address = new AddressSpec.Inet("127.0.0.1", 0);

  @Option(
      names = {"-c", "--connections"},
      paramLabel = "N",
      description = "Connections at once (50).")
  int connections = 50;

  @Option(
      names = {"-s", "--size"},
      paramLabel = "BYTES[-BYTES]",
      description = "echo: size of a message, or drawn evenly from a range (64).")
  @Nullable String size;

  @Option(names = "--reconnect", description = "echo: a new connection for each message.")
  boolean reconnect;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "So many exchanges a second in all (as fast as they go).")
  double rate;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long (10s, or until -n is reached).")
  @Nullable Duration duration;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      description = "End after so many exchanges.")
  @Nullable Long count;

  @Option(
      names = "--ramp",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Open the connections over this time.")
  Duration ramp = Duration.ZERO;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Report in between so often (1s).")
  Duration interval = Duration.ofSeconds(1);

  @Option(names = "--json", description = "Intervals and the result as NDJSON.")
  boolean json;

  @Mixin TlsClientMixin tls = new TlsClientMixin();

  @Mixin ConnectMixin connect = new ConnectMixin();

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    refuseWhatCannotBe();
    ClientOptions options =
        new ClientOptions(
            connect.timeout, false, connect.settings(), EffectPlan.NONE.chooser(false));
    if (tls.isAsked()) {
      options = options.with(tls.layer(context, address));
    }
    Load.Plan plan = plan();
    LoadText text = new LoadText(context, json, kind + " on " + address, plan);
    try (EventLoop loop = EventLoop.start("recvq load", PeerObserver.NONE)) {
      Load load = Load.start(loop, Addresses.resolve(address), plan, options);
      measure(context, load, text);
    }
    return text.finish(context.style(color)) ? ExitStatus.OK : ExitStatus.BAD_ANSWER;
  }

  private void refuseWhatCannotBe() {
    if (connections < 1
        || rate < 0
        || count != null && count < 1
        || interval.isZero()
        || duration != null && duration.isZero()) {
      throw new UsageException(
          "-c, -n, --duration and --interval are more than 0, --rate is not negative");
    }
    if (kind == Kind.APP && (size != null || reconnect)) {
      throw new UsageException("--size and --reconnect are for echo");
    }
  }

  private void measure(CommandContext context, Load load, LoadText text)
      throws IOException, InterruptedException {
    long atMost = length().toNanos();
    long start = System.nanoTime();
    StopSignal.Registration stop = context.stop().onStop(() -> load.finished().complete(null));
    try {
      while (!load.finished().isDone() && System.nanoTime() - start < atMost) {
        long left = atMost - (System.nanoTime() - start);
        Waiting.atMost(load.finished(), Duration.ofNanos(Math.min(left, interval.toNanos())));
        text.interval(load.take());
      }
      text.unanswered(load.unanswered());
      load.stop();
    } finally {
      stop.close();
    }
  }

  private Duration length() {
    if (duration != null) {
      return duration;
    }
    return count == null ? Duration.ofSeconds(10) : Duration.ofDays(365);
  }

  private Load.Plan plan() {
    long exchanges = count == null ? Long.MAX_VALUE : count;
    if (kind == Kind.APP) {
      byte[] request = AppAnswers.request(FrameEncoder.NATIVE, "search", "morpheus");
      ByteBuffer message = direct(request.length).put(request).flip();
      return new Load.Plan(
          Load.Exchange.UNTIL_CLOSED, message, request.length, connections, rate, ramp, exchanges);
    }
    String[] range = (size == null ? PRESET_SIZE : size).split("-", 2);
    int least = bytes(range[0]);
    int most = range.length == 1 ? least : bytes(range[1]);
    if (most < least) {
      throw new UsageException("--size " + size + " is a range that ends before it begins");
    }
    ByteBuffer message = direct(most);
    while (message.hasRemaining()) {
      message.put((byte) ('a' + message.position() % 26));
    }
    return new Load.Plan(
        reconnect ? Load.Exchange.CONNECT_AND_ECHO : Load.Exchange.ECHO,
        message.flip(),
        least,
        connections,
        rate,
        ramp,
        exchanges);
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes);
  }

  private static int bytes(String text) {
    try {
      long bytes = io.recvq.net.SizeText.parse(text);
      if (bytes < 1 || bytes > MAX_SIZE) {
        throw new UsageException("--size is 1 byte to 64M");
      }
      return (int) bytes;
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
