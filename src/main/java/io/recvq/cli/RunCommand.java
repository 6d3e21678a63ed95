package io.recvq.cli;

import io.recvq.net.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run}: the lines of a file. */
@Command(
    name = "run",
    description = "Run a file of shell lines; stops at the first that fails.",
    footer = {
      "",
      "Examples:",
      "  recvq run smoke.recvq             its lines, one after the other",
      "  recvq run --keep-going nightly.recvq  all lines, whatever fails",
      "",
      "Exit status: that of the first line that fails; 3 when FILE cannot be read.",
    })
final class RunCommand extends RecvqCommand {
  @Parameters(paramLabel = "FILE", description = "The script; # starts a comment.")
  Path file = Path.of("");

  @Option(
      names = {"-k", "--keep-going"},
      order = 1,
      description = "Go on after a failing line; the status is the first failure's.")
  boolean keepGoing;

  @Override
  protected ExitStatus run(CommandContext context) throws IOException, InterruptedException {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw OperationException.of("read " + file, e, "give the file of commands to run");
    }
    Interpreter.Settings settings = new Interpreter.Settings(keepGoing, false);
    return Interpreter.load().runText(file.toString(), text, settings, context);
  }
}
