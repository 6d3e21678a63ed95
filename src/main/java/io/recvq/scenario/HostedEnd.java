package io.recvq.scenario;

import io.recvq.net.AddressSpec;
import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import io.recvq.peer.EffectPlan;
import io.recvq.peer.EffectSpec;
import io.recvq.peer.EventLoop;
import io.recvq.peer.Listener;
import io.recvq.peer.PeerEvent;
import io.recvq.peer.PeerObserver;
import io.recvq.peer.ServerKind;
import io.recvq.peer.ServerOptions;
import io.recvq.peer.SocketSettings;
import io.recvq.protocol.FrameLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** An end that serves by itself, as {@code serve} does, with effects: a stall, a throttle. */
final class HostedEnd implements RunningEnd {
  private final ScenarioEnd end;
  private final TimeLine timeLine;
  private @Nullable EventLoop loop;
  private Optional<Endpoint> listening = Optional.empty();

  HostedEnd(ScenarioEnd end, TimeLine timeLine) {
    this.end = end;
    this.timeLine = timeLine;
  }

  @Override
  public Optional<Endpoint> listening() {
    return listening;
  }

  @Override
  public List<EndConnection> connections() {
    return List.of();
  }

  /** Listens, the one thing that it is told to do. */
  @Override
  public Future<CallAnswer> call(ScenarioStep.Call call, Optional<Endpoint> target, int number) {
    long start = System.nanoTime();
    try {
      Endpoint address = listen(target.orElseThrow());
      long now = System.nanoTime();
      return CompletableFuture.completedFuture(
          new CallAnswer(
              Expectation.Kind.OK,
              0,
              0,
              Optional.empty(),
              Optional.empty(),
              address + ", serves " + end.kind().orElse(""),
              now,
              Duration.ofNanos(now - start)));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Endpoint listen(Endpoint wanted) throws IOException {
    EventLoop running = EventLoop.start("scenario " + end.name(), observer());
    loop = running;
    EffectSpec[] effects = end.effects().stream().map(EffectSpec::parse).toArray(EffectSpec[]::new);
    ServerOptions options = ServerOptions.DEFAULT.with(settings()).with(EffectPlan.of(effects));
    Listener listener =
        Listener.open(
            running,
            new AddressSpec.Inet(wanted.address().toString(), wanted.port()),
            options,
            ServerKind.valueOf(end.kind().orElseThrow().toUpperCase(Locale.ROOT))
                .handlers(FrameLimits.DEFAULT, true));
    listening = listener.endpoint();
    return listening.orElseThrow(
        () -> OperationException.of("listen as " + end.name(), "no address", ""));
  }

  private SocketSettings settings() {
    ScenarioEnd.Options options = end.options();
    SocketSettings plain = SocketSettings.DEFAULT;
    return new SocketSettings(
        options.sendBufferBytes(),
        options.receiveBufferBytes(),
        options.noDelay(),
        options.lingerSeconds(),
        options.reuseAddress(),
        plain.reusePort(),
        plain.keepAlive());
  }

  private PeerObserver observer() {
    return event -> {
      if (event instanceof PeerEvent.Accepted accepted) {
        tell("accept", "from " + accepted.remote());
      } else if (event instanceof PeerEvent.EffectBegan effect) {
        tell("effect", effect.effect());
      } else if (event instanceof PeerEvent.HalfClosed half) {
        tell("read", "0: end of stream after " + CallAnswer.number(half.bytesIn()) + " bytes");
      } else if (event instanceof PeerEvent.MalformedSeen seen) {
        tell("read", seen.malformed().reason().word());
      } else if (event instanceof PeerEvent.Closed closed) {
        tell("close", "after " + CallAnswer.number(closed.bytesIn()) + " bytes");
      }
    };
  }

  private void tell(String call, String result) {
    timeLine.call(System.nanoTime(), end.name(), call, result);
  }

  @Override
  public void close() {
    EventLoop running = loop;
    if (running != null) {
      running.close();
    }
  }
}
