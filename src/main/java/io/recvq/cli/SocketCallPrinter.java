package io.recvq.cli;

import io.recvq.peer.SocketCall;
import io.recvq.render.JsonLines;
import io.recvq.render.Style;
import io.recvq.view.SocketCallFold;
import io.recvq.view.SocketCallText;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Prints calls as they return. Those of one kind in a row are printed when the row has ended; for
 * eyes, so are two kinds that take turns.
 */
final class SocketCallPrinter implements Consumer<SocketCall> {
  private final CommandContext context;
  private final Style style;
  private final Optional<JsonLines> json;
  private final SocketCallFold fold = new SocketCallFold();
  private SocketCallText.@Nullable Run run;

  SocketCallPrinter(CommandContext context, ColorMode color, boolean json) {
    this.context = context;
    this.style = context.style(color);
    this.json = json ? Optional.of(context.json()) : Optional.empty();
  }

  @Override
  public synchronized void accept(SocketCall call) {
    if (json.isEmpty()) {
      print(fold.add(call));
      return;
    }
    SocketCallText.Run present = run;
    Optional<SocketCallText.Run> longer = present == null ? Optional.empty() : present.with(call);
    if (longer.isEmpty()) {
      flush();
    }
    run = longer.orElseGet(() -> SocketCallText.Run.of(call));
  }

  /** Prints what was held back. */
  synchronized void flush() {
    print(fold.end());
    SocketCallText.Run present = run;
    run = null;
    if (present != null && json.isPresent()) {
      SocketCallText.write(json.get(), present);
      context.out().flush();
    }
  }

  private void print(List<SocketCallText.Run> over) {
    for (SocketCallText.Run each : over) {
      context.out().println(SocketCallText.line(style, each));
    }
    if (!over.isEmpty()) {
      context.out().flush();
    }
  }
}
