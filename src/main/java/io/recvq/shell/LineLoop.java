package io.recvq.shell;

import io.recvq.cli.ExitStatus;
import java.io.IOException;
import java.util.Optional;

/**
 * Runs the lines of a pipe one by one as they come; a line that is incomplete takes in the next.
 */
final class LineLoop {
  private static final String NAME = "standard input";

  private final Session session;
  private final boolean keepGoing;

  LineLoop(Session session, boolean keepGoing) {
    this.session = session;
    this.keepGoing = keepGoing;
  }

  /** Gives the status of the first failing line; without keepGoing the lines after it are left. */
  ExitStatus run(LineFeed lines) throws IOException, InterruptedException {
    ExitStatus result = ExitStatus.OK;
    StringBuilder pending = new StringBuilder();
    Optional<SyntaxException> open = Optional.empty();
    int number = 0;
    int first = 1;
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      number++;
      pending.append(pending.length() == 0 ? "" : "\n").append(line.get());
      if (open.isPresent() && !open.get().mayEndIn(line.get())) {
        continue;
      }
      open = openConstruct(pending.toString());
      if (open.isPresent()) {
        continue;
      }
      ExitStatus status = session.runText(NAME, first, pending.toString(), keepGoing);
      result = result == ExitStatus.OK ? status : result;
      pending.setLength(0);
      first = number + 1;
      if (session.isLeaving() || status != ExitStatus.OK && !keepGoing) {
        return result;
      }
    }
    if (pending.length() > 0) {
      ExitStatus status = session.runText(NAME, first, pending.toString(), keepGoing);
      result = result == ExitStatus.OK ? status : result;
    }
    return result;
  }

  /** What the text ends inside of; empty where no line is wanted after it. */
  private static Optional<SyntaxException> openConstruct(String text) {
    try {
      Lexer.parse(text);
      return Optional.empty();
    } catch (SyntaxException e) {
      return Optional.of(e).filter(SyntaxException::isIncomplete);
    }
  }
}
