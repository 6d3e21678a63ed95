package io.recvq.scenario;

import io.recvq.document.DocumentException;
import io.recvq.scenario.ScenarioReader.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The scenarios that come with recvq. */
public final class Catalogue {
  private static final List<String> NAMES = read("catalogue.txt").orElse("").lines().toList();

  private Catalogue() {}

  /** The names in the order in which they are shown. */
  public static List<String> names() {
    return NAMES;
  }

  /** The file of a scenario, for people to read; empty where there is none of this name. */
  public static Optional<String> text(String name) {
    return NAMES.contains(name) ? read(name + ".yaml") : Optional.empty();
  }

  /** The JSON Schema of scenario files, by which editors complete and check them. */
  public static String schema() {
    return read("scenario.schema.json").orElseThrow();
  }

  /** A scenario; throws IllegalArgumentException where there is none of this name. */
  public static Scenario load(String name, Fault fault) {
    String text =
        text(name).orElseThrow(() -> new IllegalArgumentException("no scenario '" + name + "'"));
    try {
      return ScenarioReader.read(text, name + ".yaml", fault);
    } catch (DocumentException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<String> read(String file) {
    try (InputStream in = Catalogue.class.getResourceAsStream(file)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file + " of the program", e);
    }
  }
}
