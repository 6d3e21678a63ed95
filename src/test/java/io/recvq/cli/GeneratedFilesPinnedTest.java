package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.scenario.Catalogue;
import io.recvq.scenario.Scenario;
import io.recvq.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The man pages and completions in the repository are those that the picocli model gives. Run with
 * {@code -Drecvq.regenerate=true} it writes them instead.
 */
class GeneratedFilesPinnedTest {
  private static final Path ROOT = Path.of(System.getProperty("recvq.basedir", "."));

  private static final String TABLE_HEAD =
      "| errno or symptom | scenario | what you will see | what to do |";

  private static Map<String, String> generated() {
    Map<String, String> files = new TreeMap<>();
    files.put("man/recvq.1", ManPage.ofProgram());
    files.put("man/recvq-scenarios.7", ManPage.ofScenarios());
    for (String name : Commands.names()) {
      files.put("man/recvq-" + name + ".1", ManPage.ofCommand(name));
    }
    files.put("completions/recvq.bash", BashCompletion.of(CommandModel.all()));
    files.put("completions/_recvq", ZshCompletion.of(CommandModel.all()));
    files.put("completions/recvq.fish", FishCompletion.of(CommandModel.all()));
    return files;
  }

  private static Set<String> present() throws IOException {
    Set<String> files = new TreeSet<>();
    for (String folder : new String[] {"man", "completions"}) {
      if (Files.isDirectory(ROOT.resolve(folder))) {
        try (Stream<Path> list = Files.list(ROOT.resolve(folder))) {
          list.forEach(file -> files.add(folder + "/" + file.getFileName()));
        }
      }
    }
    return files;
  }

  @Test
  void manPagesAndCompletionsAreThoseOfTheModel() throws IOException {
    Map<String, String> generated = generated();
    if (Boolean.getBoolean("recvq.regenerate")) {
      write(generated);
    }
    String hint = "regenerate: mvn -q test -Dtest=GeneratedFilesPinnedTest -Drecvq.regenerate=true";
    assertEquals(generated.keySet(), present(), hint);
    for (Map.Entry<String, String> file : generated.entrySet()) {
      String now = Files.readString(ROOT.resolve(file.getKey()));
      assertEquals(file.getValue(), now, file.getKey() + "; " + hint);
    }
  }

  @Test
  void theTableOfTheReadmeIsThatOfTheCatalogue() throws IOException {
    Path readme = ROOT.resolve("README.md");
    String now = Files.readString(readme);
    int from = now.indexOf(TABLE_HEAD);
    int to = now.indexOf("\n\n", from);
    assertTrue(from > 0 && to > from, "the README has no table of scenarios");
    String table = table();
    if (Boolean.getBoolean("recvq.regenerate")) {
      now = now.substring(0, from) + table + now.substring(to);
      Files.writeString(readme, now);
      to = now.indexOf("\n\n", from);
    }
    assertEquals(table, now.substring(from, to));
  }

  private static String table() {
    StringBuilder table = new StringBuilder(TABLE_HEAD + "\n| --- | --- | --- | --- |");
    for (String name : Catalogue.names()) {
      Scenario scenario = Catalogue.load(name, ScenarioReader.Fault.IN);
      table.append("\n| ").append(String.join(", ", scenario.symptoms()));
      table.append(" | `").append(name).append(scenario.needsRoot() ? "` (root)" : "`");
      table.append(" | ").append(scenario.sees()).append(" | ").append(scenario.remedy());
      table.append(" |");
    }
    return table.toString();
  }

  private static void write(Map<String, String> generated) throws IOException {
    for (String stale : present()) {
      if (!generated.containsKey(stale)) {
        Files.delete(ROOT.resolve(stale));
      }
    }
    for (Map.Entry<String, String> file : generated.entrySet()) {
      Path path = ROOT.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }
}
