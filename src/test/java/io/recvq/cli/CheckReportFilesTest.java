package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports are written to folders that others may write, too. */
class CheckReportFilesTest {
  @Test
  void aLinkLaidOutBesideAReportLeadsNowhere(@TempDir Path folder) throws IOException {
    Path checks = folder.resolve("checks.yaml");
    Files.writeString(
        checks, "checks:\n  - {name: closed, kind: tcp, target: '127.0.0.1:1', not: true}\n");
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Files.createSymbolicLink(folder.resolve("report.xml.tmp"), victim);
    Path report = folder.resolve("report.xml");
    Captured run = Captured.run(List.of("check", checks.toString(), "--report", "junit=" + report));
    assertEquals(ExitStatus.OK, run.status(), run.err());
    assertEquals("precious", Files.readString(victim));
    assertTrue(Files.readString(report).contains("<testsuite"));
    TreeSet<String> left = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> left.add(file.getFileName().toString()));
    }
    assertEquals(
        new TreeSet<>(List.of("checks.yaml", "report.xml", "report.xml.tmp", "victim")), left);
  }
}
