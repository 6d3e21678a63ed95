package io.recvq.shell;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.impl.completer.NullCompleter;

/** A completer that is known only after the line editor was built. */
final class LateCompleter implements Completer {
  private Completer actual = NullCompleter.INSTANCE;

  void become(Completer completer) {
    actual = completer;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    actual.complete(reader, line, candidates);
  }
}
