package io.recvq.cli;

import io.recvq.lab.Lab;
import io.recvq.peer.EventLoop;
import io.recvq.peer.LoopControl;
import io.recvq.peer.PeerEvent;
import io.recvq.peer.PeerObserver;
import java.io.IOException;
import java.time.Duration;

/** Runs a server or a proxy on an event loop of its own until it ends or is told to stop. */
final class Hosting {
  /** How long pending output may still leave after a signal. */
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final CommandContext context;
  private final PeerPrinter printer;

  Hosting(CommandContext context, ColorMode color, EventsMixin events) {
    this.context = context;
    this.printer = new PeerPrinter(context, color, events.json, events.quiet);
  }

  /** Opens what is hosted, and says where it listens. */
  @FunctionalInterface
  interface Opener<T> {
    T open(EventLoop loop) throws IOException;
  }

  /** What is done with it while it runs, until the loop has ended. */
  @FunctionalInterface
  interface Attendant<T> {
    void attend(EventLoop loop, T hosted) throws IOException, InterruptedException;
  }

  /** Where something hosted listens, as an event. */
  @FunctionalInterface
  interface Announcer<T> {
    PeerEvent.Listening announcement(T hosted);
  }

  /** How something hosted is steered from a session. */
  @FunctionalInterface
  interface Steering<T> {
    LoopControl control(EventLoop loop, T hosted);
  }

  /**
   * Runs it.
   *
   * @param kind what a session calls it by
   * @param name of the thread, and in a session what the name stands for
   */
  <T> void run(
      Lab.Kind kind,
      String name,
      Opener<T> opener,
      Announcer<T> announcer,
      Steering<T> steering,
      Attendant<T> attendant)
      throws IOException, InterruptedException {
    try (TablePeerWatch watch = new TablePeerWatch();
        EventLoop loop = EventLoop.start("recvq " + name, printer.observer())) {
      loop.watchPeersBy(watch);
      T hosted = opener.open(loop);
      if (printer.observer() == PeerObserver.NONE) {
        printer.event(announcer.announcement(hosted));
        printer.settled();
      }
      StopSignal.Registration stop = context.stop().onStop(() -> loop.drain(DRAIN));
      try (Lab.Registration named =
          context.host(kind, name, steering.control(loop, hosted), printer.feed())) {
        attendant.attend(loop, hosted);
      } finally {
        stop.close();
      }
    }
  }
}
