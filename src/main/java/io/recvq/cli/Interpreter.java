package io.recvq.cli;

import java.io.IOException;
import java.util.ServiceLoader;

/** What runs lines of commands: the shell room, found as a service because it uses this room. */
public interface Interpreter {
  /**
   * How lines are run.
   *
   * @param keepGoing whether a failing line does not end a script
   * @param startFile whether the user's start-up file is run first
   */
  record Settings(boolean keepGoing, boolean startFile) {}

  /** Reads lines from the terminal, or from standard input where that is none, until their end. */
  ExitStatus readLines(Settings settings, CommandContext context)
      throws IOException, InterruptedException;

  /**
   * Runs a script's text.
   *
   * @param name what messages call it, as a file's name
   */
  ExitStatus runText(String name, String text, Settings settings, CommandContext context)
      throws InterruptedException;

  /** The shell. */
  static Interpreter load() {
    return ServiceLoader.load(Interpreter.class).findFirst().orElseThrow();
  }
}
