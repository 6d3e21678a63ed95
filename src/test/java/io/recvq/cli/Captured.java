package io.recvq.cli;

import io.recvq.cli.CommandContext.TerminalView;
import io.recvq.render.TextOut;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a command line wrote and how it ended, run inside this JVM without a terminal. */
record Captured(ExitStatus status, String out, String err) {
  static Captured run(List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CommandContext context =
        new CommandContext(
            new ByteArrayInputStream(new byte[0]),
            new TextOut(out, false),
            new TextOut(err, true),
            Map.of(),
            TerminalView.NONE,
            new StopSignal());
    ExitStatus status = CommandRunner.run(words, context);
    return new Captured(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
