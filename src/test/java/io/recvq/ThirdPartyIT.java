package io.recvq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is shipped is named with its licence, and nothing else is. */
class ThirdPartyIT {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([A-Za-z0-9-]+) \\| ([0-9][^ ]*) \\| ([^|]+) \\| [^|]+ \\|$");

  @Test
  void theTableOfLicencesNamesExactlyTheJarsThatAreShipped() throws IOException {
    Path home = Path.of(System.getProperty("recvq.home"));
    TreeSet<String> named = new TreeSet<>();
    ROW.matcher(Files.readString(home.resolve("THIRD-PARTY.md")))
        .results()
        .forEach(row -> named.add(row.group(1) + "-" + row.group(2) + ".jar"));
    TreeSet<String> shipped = new TreeSet<>();
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar") && !name.equals("recvq.jar"))
          .forEach(shipped::add);
    }
    assertEquals(shipped, named);
    assertTrue(Files.size(home.resolve("NOTICE")) > 0);
  }
}
