package io.recvq.cli;

import io.recvq.lab.Lab;
import io.recvq.peer.EventLoop;
import io.recvq.peer.LoopControl;
import io.recvq.peer.PeerEvent;
import io.recvq.peer.PeerObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

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

  /**
   * Something that runs on the loop.
   *
   * @param announcement where it listens
   * @param control by which it is steered
   */
  record Hosted(PeerEvent.Listening announcement, LoopControl control) {}

  /** Opens what is hosted. */
  @FunctionalInterface
  interface Opener {
    Hosted open(EventLoop loop) throws IOException;
  }

  /**
   * Runs it until it ends.
   *
   * @param kind what a session calls it by
   * @param name of the thread, and in a session what the name stands for
   * @param effects a file that changes how it misbehaves
   */
  void run(Lab.Kind kind, String name, Optional<EffectsFile> effects, Opener opener)
      throws IOException, InterruptedException {
    // Read before anything listens: who was told of an address may use it.
    Optional<EffectsFile.Change> first =
        effects.isPresent() ? effects.get().changed() : Optional.empty();
    try (TablePeerWatch watch = new TablePeerWatch();
        EventLoop loop = EventLoop.start("recvq " + name, printer.observer())) {
      loop.watchPeersBy(watch);
      Hosted hosted = opener.open(loop);
      if (printer.observer() == PeerObserver.NONE) {
        printer.event(hosted.announcement());
        printer.settled();
      }
      StopSignal.Registration stop = context.stop().onStop(() -> loop.drain(DRAIN));
      try (Lab.Registration named = context.host(kind, name, hosted.control(), printer.feed())) {
        if (effects.isPresent()) {
          followUntilEnd(first, effects.get(), loop, hosted.control());
        }
        loop.awaitEnd();
      } finally {
        stop.close();
      }
    }
  }

  private void followUntilEnd(
      Optional<EffectsFile.Change> first, EffectsFile file, EventLoop loop, LoopControl control)
      throws IOException, InterruptedException {
    Optional<EffectsFile.Change> change = first;
    do {
      if (change.isPresent() && !loop.ended().isDone()) {
        change.get().apply(context, control);
      }
      change = file.changed();
    } while (!loop.awaitEnd(EffectsFile.POLL));
  }
}
