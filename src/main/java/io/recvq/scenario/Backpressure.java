package io.recvq.scenario;

import io.recvq.net.AddressSpec;
import io.recvq.net.Endpoint;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.peer.EventLoop;
import io.recvq.peer.Filler;
import io.recvq.peer.PeerObserver;
import io.recvq.peer.ServerOptions;
import io.recvq.peer.SocketSettings;
import io.recvq.peer.StalledServer;
import io.recvq.sockets.ConnectionSample;
import io.recvq.sys.SocketTable;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Backpressure made on purpose: a server that accepts and never reads, a client that writes without
 * blocking until the kernel refuses, both ends' queues on one time line meanwhile; then the server
 * reads again and the queues drain. Both ends live in this process, on loopback, and are closed at
 * every kind of ending.
 */
public final class Backpressure {
  /** Between two tries to write after the first refusal: the send buffer grows meanwhile. */
  private static final Duration RETRY = Duration.ofMillis(5);

  /** Between two readings while the queues fill and drain, which takes milliseconds. */
  private static final Duration FAST_SAMPLES = Duration.ofNanos(250_000);

  private final Settings settings;
  private final SocketTable table;
  private final BooleanSupplier stopped;
  private final Watcher watcher;
  private final long startNanos = System.nanoTime();
  private final TimeLine timeLine = TimeLine.startingNow();

  /**
   * What the user may choose.
   *
   * @param settle how long the accepted bytes must not grow to be called a plateau
   * @param timeout bound on everything
   * @param maxBytes give up filling after so many accepted bytes
   * @param sampleInterval between two readings of both ends while the receiver is stalled; while
   *     the queues fill and drain they are read more often
   */
  public record Settings(
      Duration settle,
      Duration timeout,
      long maxBytes,
      Duration sampleInterval,
      SocketSettings sender,
      SocketSettings receiver) {}

  /** Is told of each step as it happens, on the caller's thread. */
  public interface Watcher {
    /** The server listens here; nobody has connected yet. What this opens must see all packets. */
    void listening(Endpoint server) throws IOException;

    /** A call of one end returned. */
    void call(TimeLine.Call call);
  }

  private Backpressure(
      Settings settings, SocketTable table, BooleanSupplier stopped, Watcher watcher) {
    this.settings = settings;
    this.table = table;
    this.stopped = stopped;
    this.watcher = watcher;
  }

  /**
   * Runs the scenario from listen to close.
   *
   * @param stopped asked between two steps; when true the scenario ends early
   * @return what was seen; of an early or unexpected ending what was seen until then
   * @throws OperationException when an end or the socket table cannot be opened
   * @throws InterruptedException when {@code stopped} said so
   */
  public static BackpressureResult run(
      Settings settings, SocketTable table, BooleanSupplier stopped, Watcher watcher)
      throws IOException, InterruptedException {
    try (EventLoop loop = EventLoop.start("stalled-server", PeerObserver.NONE)) {
      StalledServer server =
          StalledServer.open(
              loop,
              AddressSpec.parse("127.0.0.1:0"),
              ServerOptions.DEFAULT.with(settings.receiver()));
      Endpoint receiver = server.endpoint().orElseThrow();
      watcher.listening(receiver);
      return new Backpressure(settings, table, stopped, watcher).run(server, receiver);
    }
  }

  private BackpressureResult run(StalledServer server, Endpoint receiver)
      throws IOException, InterruptedException {
    try (Filler filler =
        Filler.connect(
            receiver.toSocketAddress(),
            settings.sender(),
            Filler.DEFAULT_CHUNK_BYTES,
            settings.timeout())) {
      Endpoint sender = filler.local().orElseThrow();
      note("sender", "connect", receiver.toString());
      try (QueueSampler sampler = QueueSampler.start(table, timeLine, FAST_SAMPLES)) {
        sampler.watch(sender, receiver);
        return fillAndDrain(server, filler, sampler, sender, receiver);
      }
    }
  }

  private BackpressureResult fillAndDrain(
      StalledServer server, Filler filler, QueueSampler sampler, Endpoint sender, Endpoint receiver)
      throws IOException, InterruptedException {
    BackpressureResult.Builder result = new BackpressureResult.Builder(sender, receiver, timeLine);
    long fillNanos = System.nanoTime();
    if (filler.writeUntilRefused(settings.maxBytes()) == Filler.Stop.LIMIT) {
      note("sender", "write", "no refusal within " + bytes(filler.acceptedBytes()));
      return result.accepted(filler.acceptedBytes()).build();
    }
    long refusedNanos = System.nanoTime();
    ConnectionSample atRefusal = sampler.sampleNow(0);
    Duration filled = Duration.ofNanos(refusedNanos - fillNanos);
    refused(refusedNanos, filled, Errno.EAGAIN + " after " + bytes(filler.acceptedBytes()));
    result.refused(filler.acceptedBytes(), filled, atRefusal);

    sampler.pace(settings.sampleInterval());
    settle(filler);
    sampler.pace(FAST_SAMPLES);
    ConnectionSample atPlateau = sampler.sampleNow(0);
    note("sender", "write", "plateau at " + bytes(filler.acceptedBytes()));
    result.settled(filler.acceptedBytes(), atPlateau, timeLine.at(refusedNanos));
    result.readWhileStalled(server.bytesRead());

    long resumedNanos = System.nanoTime();
    result.resumed(note("receiver", "read", "begins to read").atNanos());
    server.readAgain();
    Duration drained = drain(server, filler.acceptedBytes(), resumedNanos);
    sampler.sampleNow(0);
    note("receiver", "read", bytes(server.bytesRead()) + " read");
    return result
        .drained(server.bytesRead(), drained)
        .samplingEnded(sampler.failure().map(OperationException::getMessage))
        .build();
  }

  /** Writes on until nothing more is taken for the settle time: the send buffer grows by itself. */
  private void settle(Filler filler) throws IOException, InterruptedException {
    long grewNanos = System.nanoTime();
    long accepted = filler.acceptedBytes();
    while (System.nanoTime() - grewNanos < settings.settle().toNanos()) {
      pause();
      filler.writeUntilRefused(settings.maxBytes());
      if (filler.acceptedBytes() > accepted) {
        accepted = filler.acceptedBytes();
        grewNanos = System.nanoTime();
      }
    }
  }

  private Duration drain(StalledServer server, long accepted, long sinceNanos)
      throws IOException, InterruptedException {
    while (server.bytesRead() < accepted) {
      pause();
    }
    return Duration.ofNanos(System.nanoTime() - sinceNanos);
  }

  /** Waits a moment; ends the scenario when it was told to stop or has used up its time. */
  private void pause() throws IOException, InterruptedException {
    if (stopped.getAsBoolean()) {
      throw new InterruptedException("stopped");
    }
    if (System.nanoTime() - startNanos > settings.timeout().toNanos()) {
      throw OperationException.of(
          "reproduce backpressure",
          "not finished within " + settings.timeout().toMillis() + " ms",
          "allow more with --timeout");
    }
    Thread.sleep(RETRY.toMillis());
  }

  private static String bytes(long count) {
    return String.format(Locale.US, "%,d bytes", count);
  }

  private void refused(long nanoTime, Duration took, String result) {
    watcher.call(
        timeLine.add(
            new TimeLine.Call(
                timeLine.at(nanoTime),
                took,
                "sender",
                "write",
                result,
                Optional.of(Errno.EAGAIN))));
  }

  private TimeLine.Call note(String end, String call, String result) {
    TimeLine.Call entry = timeLine.call(System.nanoTime(), end, call, result);
    watcher.call(entry);
    return entry;
  }

  /** Whether all bytes are accounted for; empty where one end could not be read. */
  static Optional<Conservation> conservation(long accepted, ConnectionSample sample) {
    if (sample.near().isEmpty() || sample.far().isEmpty()) {
      return Optional.empty();
    }
    return sample
        .near()
        .get()
        .tcp()
        .map(tcp -> new Conservation(accepted, tcp.notSentBytes(), sample.far().get().recvQ()));
  }

  /**
   * The identity that holds in every sample: what write() accepted is either not sent yet or waits
   * in the receiver's queue.
   *
   * @param acceptedBytes by write()
   * @param notSentBytes at the sender (tcpi_notsent_bytes)
   * @param recvQBytes at the receiver
   */
  public record Conservation(long acceptedBytes, long notSentBytes, long recvQBytes) {
    public boolean holds() {
      return acceptedBytes == notSentBytes + recvQBytes;
    }
  }
}
