package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

  private static Map<String, String> generated() {
    Map<String, String> files = new TreeMap<>();
    files.put("man/recvq.1", ManPage.ofProgram());
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
