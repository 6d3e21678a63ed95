package io.recvq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Start-up time by its causes: how many classes a short command loads, and how many of them do not
 * come from the class-data archive. Both counts are the same at every run, unlike times; {@code
 * bench/startup.sh} measures those.
 */
class StartUpIT {
  /** Columns: the command, most classes in all, most of them from outside of the archive. */
  @ParameterizedTest
  @CsvSource({
    "--version, 650, 10",
    "bytes 103, 1150, 20",
    "explain EPIPE, 1150, 20",
    "resolve 127.0.0.1, 1550, 20",
    "sockets --port 1, 1550, 20",
    "doctor, 1900, 40",
    "decode EMPTY, 1400, 20",
    "probe 127.0.0.1 1, 1800, 40",
  })
  void aShortCommandLoadsFewClassesAndAlmostAllFromTheArchive(
      String line, int most, int outside, @TempDir Path folder)
      throws IOException, InterruptedException {
    Path log = folder.resolve("classes.txt");
    Path empty = folder.resolve("empty.pcap");
    Files.write(empty, emptyCapture());
    List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
    words.replaceAll(word -> word.equals("EMPTY") ? empty.toString() : word);
    Map<String, String> logged =
        Map.of("RECVQ_JAVA_OPTIONS", "-Xlog:class+load=info:file=" + log + ":none");
    Program.Result result = Program.run(logged, "", Program.command(words.toArray(String[]::new)));
    assertTrue(result.status() <= 1, result.err());
    List<String> loaded = Files.readAllLines(log);
    List<String> notShared = loaded.stream().filter(each -> !each.contains("shared")).toList();
    assertTrue(loaded.size() > 400 && loaded.size() <= most, loaded.size() + " classes");
    assertTrue(
        notShared.size() <= outside,
        notShared.size() + " not from the archive:\n" + String.join("\n", notShared));
  }

  @Test
  void theVersionIsThePoms() throws IOException, InterruptedException {
    String pom = Files.readString(Path.of(System.getProperty("recvq.basedir"), "pom.xml"));
    String version = pom.substring(pom.indexOf("<version>") + 9, pom.indexOf("</version>"));
    assertEquals("recvq " + version + "\n", Program.recvq("--version").out());
  }

  private static byte[] emptyCapture() {
    byte[] header = new byte[24];
    byte[] start = {(byte) 0xd4, (byte) 0xc3, (byte) 0xb2, (byte) 0xa1, 2, 0, 4, 0};
    System.arraycopy(start, 0, header, 0, start.length);
    header[18] = 1;
    header[20] = 1;
    return header;
  }

  /** Where man(1) looks beside a program's folder: by section. */
  @Test
  void theManualPagesLieInTheFoldersOfTheirSections() {
    Path man = Program.recvq().resolveSibling("../share/man").normalize();
    assertTrue(Files.exists(man.resolve("man1/recvq.1")), man.toString());
    assertTrue(Files.exists(man.resolve("man7/recvq-scenarios.7")), man.toString());
  }
}
