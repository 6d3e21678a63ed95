package io.recvq.cli;

import io.recvq.peer.PeerEvent;
import io.recvq.peer.PeerObserver;
import java.util.Optional;

/** Prints the events of an event loop as they come, as text or as NDJSON. */
final class PeerPrinter implements PeerObserver {
  private final CommandContext context;
  private final PeerText text;
  private final Optional<PeerJson> json;

  PeerPrinter(CommandContext context, ColorMode color, boolean json) {
    this.context = context;
    this.text = new PeerText(context.style(color));
    this.json = json ? Optional.of(new PeerJson(context.json())) : Optional.empty();
  }

  @Override
  public void event(PeerEvent event) {
    if (json.isPresent()) {
      json.get().write(event);
    } else {
      context.out().println(text.line(event));
    }
    if (event instanceof PeerEvent.Listening listening && listening.beyondLoopback()) {
      context.err().println("recvq: other machines can reach " + listening.address());
    }
  }

  @Override
  public void settled() {
    context.out().flush();
    context.err().flush();
  }
}
