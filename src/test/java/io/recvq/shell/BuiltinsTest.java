package io.recvq.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.cli.Commands;
import org.junit.jupiter.api.Test;

class BuiltinsTest {
  /** {@code cli} cannot see the shell, and yet says of its words that they are the shell's. */
  @Test
  void theCommandLineKnowsTheWordsThatOnlyTheShellHas() {
    assertEquals(
        Commands.SHELL_WORDS,
        Builtins.names().stream().filter(name -> !Commands.isCommand(name)).toList());
  }
}
