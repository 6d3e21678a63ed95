package io.recvq.cli;

import io.recvq.lab.Feed;
import io.recvq.peer.PeerEvent;
import io.recvq.peer.PeerObserver;
import io.recvq.render.Style;
import io.recvq.view.PeerJson;
import io.recvq.view.PeerText;
import java.util.Optional;

/**
 * Prints the events of an event loop as they come, as text or as NDJSON, and keeps the latest for
 * the session.
 */
final class PeerPrinter implements PeerObserver {
  private final CommandContext context;
  private final PeerText text;
  private final PeerText plain = new PeerText(Style.PLAIN);
  private final Optional<PeerJson> json;
  private final boolean quiet;
  private final Feed feed = new Feed();

  PeerPrinter(CommandContext context, ColorMode color, boolean json) {
    this(context, color, json, false);
  }

  /**
   * @param quiet whether only the place where it listens is printed
   */
  PeerPrinter(CommandContext context, ColorMode color, boolean json, boolean quiet) {
    this.context = context;
    this.text = new PeerText(context.style(color));
    this.json = json ? Optional.of(new PeerJson(context.json())) : Optional.empty();
    this.quiet = quiet;
  }

  /** The latest events; kept in a session only. */
  Feed feed() {
    return feed;
  }

  /** Who shall watch the loop: nobody where no event would be seen. */
  PeerObserver observer() {
    return quiet && context.session().isEmpty() ? PeerObserver.NONE : this;
  }

  @Override
  public void event(PeerEvent event) {
    boolean listening = event instanceof PeerEvent.Listening;
    if (!quiet || listening) {
      print(event);
    }
    if (context.session().isPresent()) {
      feed.add(plain.line(event), event instanceof PeerEvent.FrameSeen);
    }
    if (event instanceof PeerEvent.Listening where && where.beyondLoopback()) {
      context.err().println("recvq: other machines can reach " + where.address());
    }
  }

  private void print(PeerEvent event) {
    if (json.isPresent()) {
      json.get().write(event);
    } else {
      context.out().println(text.line(event));
      context.result(lines -> new PeerJson(lines).write(event));
    }
  }

  @Override
  public void settled() {
    context.out().flush();
    context.err().flush();
  }
}
