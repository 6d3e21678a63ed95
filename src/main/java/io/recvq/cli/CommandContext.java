package io.recvq.cli;

import io.recvq.lab.Feed;
import io.recvq.lab.Lab;
import io.recvq.peer.LoopControl;
import io.recvq.render.JsonLines;
import io.recvq.render.Screen;
import io.recvq.render.Style;
import io.recvq.render.TextOut;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a command is handed by whoever runs it, the process's main method or the shell: its streams,
 * its environment, and the signal that asks it to end. A command touches nothing else of the
 * process.
 *
 * @param in standard input
 * @param out where results go
 * @param err where messages, progress and errors go
 * @param environment the process's environment variables
 * @param terminal what is known of the terminal behind {@code out}
 * @param stop asks the command to end
 * @param screens opens the terminal behind {@code out} as a screen
 * @param session the session that runs it; empty where it runs alone
 */
public record CommandContext(
    InputStream in,
    TextOut out,
    TextOut err,
    Map<String, String> environment,
    TerminalView terminal,
    StopSignal stop,
    Screen.Opener screens,
    Optional<SessionLink> session) {

  /** A context of a command that runs alone. */
  public CommandContext(
      InputStream in,
      TextOut out,
      TextOut err,
      Map<String, String> environment,
      TerminalView terminal,
      StopSignal stop,
      Screen.Opener screens) {
    this(in, out, err, environment, terminal, stop, screens, Optional.empty());
  }

  /** The same without a screen. */
  public CommandContext(
      InputStream in,
      TextOut out,
      TextOut err,
      Map<String, String> environment,
      TerminalView terminal,
      StopSignal stop) {
    this(in, out, err, environment, terminal, stop, Screen.Opener.NONE);
  }

  /**
   * What is known of the terminal.
   *
   * @param outputIsTerminal whether results are read by a person at a terminal
   * @param errorIsTerminal whether messages are; progress is shown only there
   * @param columns width of the terminal; 80 where it is unknown
   */
  public record TerminalView(boolean outputIsTerminal, boolean errorIsTerminal, int columns) {
    public static final TerminalView NONE = new TerminalView(false, false, 80);

    /** How wide results may be: in a pipe they are never broken. */
    public int resultColumns() {
      return outputIsTerminal ? columns : TextOut.UNLIMITED;
    }

    /** How wide messages may be. */
    public int messageColumns() {
      return errorIsTerminal ? columns : TextOut.UNLIMITED;
    }
  }

  /** A new writer of NDJSON on the output. */
  public JsonLines json() {
    return session.isEmpty() ? new JsonLines(out) : new JsonLines(out, session.get().last()::line);
  }

  /**
   * Says as an object what was printed for eyes, so that a session can use its fields. Costs
   * nothing where nobody does.
   */
  public void result(Consumer<JsonLines> writer) {
    session.ifPresent(link -> link.last().ask(writer));
  }

  /**
   * Gives a name to what this command runs, until the registration is closed.
   *
   * @param what the command in a few words
   */
  public Lab.Registration host(Lab.Kind kind, String what, LoopControl control, Feed feed) {
    if (session.isEmpty()) {
      return Lab.Registration.NONE;
    }
    SessionLink link = session.get();
    Lab.Registration registration = link.lab().host(kind, what, control, feed, stop::stop);
    link.named().accept(registration.name());
    return registration;
  }

  /** Colour for results: as asked by {@code --color}, else only on a terminal without NO_COLOR. */
  public Style style(ColorMode mode) {
    return new Style(
        switch (mode) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO ->
              terminal.outputIsTerminal()
                  && environment.getOrDefault("NO_COLOR", "").isEmpty()
                  && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        });
  }
}
