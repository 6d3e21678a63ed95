package io.recvq.cli;

import io.recvq.document.DocumentException;
import io.recvq.net.Nearest;
import io.recvq.net.OperationException;
import io.recvq.scenario.Catalogue;
import io.recvq.scenario.Scenario;
import io.recvq.scenario.ScenarioReader;
import io.recvq.scenario.ScenarioReader.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The text of a scenario: a built-in one by its name, or a user's file.
 *
 * @param name of the file in messages
 */
record ScenarioFile(String name, String text) {
  private static final int MOST_FILE_BYTES = 1 << 20;

  /** Finds what the user named; a name without a path and a suffix is one of the catalogue. */
  static ScenarioFile of(String word) throws OperationException {
    Optional<String> builtIn = Catalogue.text(word);
    if (builtIn.isPresent()) {
      return new ScenarioFile(word + ".yaml", builtIn.get());
    }
    Path file = Path.of(word);
    if (!word.contains("/") && !word.matches(".*\\.ya?ml") && !Files.exists(file)) {
      String near =
          Nearest.to(word, Catalogue.names())
              .map(name -> "did you mean '" + name + "'?")
              .orElse("recvq reproduce lists them; a file of yours is named with its path");
      throw new UsageException("no scenario '" + word + "'; " + near);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new ScenarioFile(
          word, new String(in.readNBytes(MOST_FILE_BYTES + 1), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw OperationException.of(
          "read " + file, e, "recvq reproduce NAME --show prints one to begin with");
    }
  }

  /** What it defines; a wrong file is a wrong command line, with line and column. */
  Scenario read(Fault fault) {
    try {
      return ScenarioReader.read(text, name, fault);
    } catch (DocumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
