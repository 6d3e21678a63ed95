package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.Program.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The headline, run as a user runs it. */
class ReproduceIT {
  @RepeatedTest(10)
  void theReceiverIsNamedAndBytesAreConserved() throws Exception {
    Result result = Program.recvq("reproduce", "backpressure", "--settle", "400ms");
    assertEquals(0, result.status(), result.toString());
    assertEquals("", result.err());
    assertTrue(result.out().contains("\nverdict: receiver is not reading: "), result.out());
    assertTrue(result.out().contains(": every byte accounted for\n"), result.out());
    assertTrue(result.out().contains("EAGAIN 11 after "), result.out());
  }

  @Test
  void asJsonTheLastLineIsTheVerdict() throws Exception {
    Result result = Program.recvq("reproduce", "backpressure", "--settle", "100ms", "--json");
    assertEquals(0, result.status(), result.toString());
    List<String> lines = result.out().lines().toList();
    String verdict = lines.get(lines.size() - 1);
    assertTrue(
        verdict.startsWith(
            "{\"type\":\"verdict\",\"scenario\":\"backpressure\",\"reproduced\":true,"
                + "\"limitedBy\":\"receiver\",\"cause\":\"not-reading\""),
        verdict);
    assertTrue(verdict.contains("\"conserved\":true"), verdict);
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("{\"type\":\"sample\"")));
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("{\"type\":\"change\"")));
    List<Double> moments = new ArrayList<>();
    Matcher elapsed = Pattern.compile("\"elapsedMs\":(-?[0-9.]+)").matcher(result.out());
    while (elapsed.find()) {
      moments.add(Double.valueOf(elapsed.group(1)));
    }
    assertEquals(moments.stream().sorted().toList(), moments);
  }

  @Test
  void theWireShowsTheClosedWindowAndKeepsIt(@TempDir Path folder) throws Exception {
    Needs.root();
    Needs.libpcap();
    Needs.program("tshark");
    String file = folder.resolve("stall.pcapng").toString();
    Result result = Program.recvq("reproduce", "backpressure", "-w", file);
    assertEquals(0, result.status(), result.toString());
    assertTrue(result.out().contains("[zero-window]"), result.out());
    assertTrue(result.out().contains("[zero-window-probe]"), result.out());
    assertTrue(result.out().contains("  - on the wire: "), result.out());
    Result tshark =
        Program.run(
            Map.of(),
            "",
            List.of(
                "tshark",
                "-r",
                file,
                "-Y",
                "tcp.analysis.zero_window",
                "-T",
                "fields",
                "-e",
                "frame.number"));
    assertFalse(tshark.out().isBlank(), tshark.err());
    Result comments =
        Program.run(
            Map.of(),
            "",
            List.of(
                "tshark",
                "-r",
                file,
                "-Y",
                "frame.comment",
                "-T",
                "fields",
                "-e",
                "frame.comment"));
    assertTrue(comments.out().contains("recvq: zero-window: "), comments.toString());
    assertTrue(
        comments.out().contains("recvq: moment of failure: sender write: EAGAIN 11, "),
        comments.toString());
  }

  @Test
  void thePythonProgramMeetsTheSameErrno(@TempDir Path folder) throws Exception {
    Needs.program("python3");
    Result program = Program.recvq("reproduce", "backpressure", "--python", "--sndbuf", "20000");
    assertEquals(0, program.status(), program.toString());
    Path file = Files.writeString(folder.resolve("stall.py"), program.out());
    Result run = Program.run(Map.of(), "", List.of("python3", file.toString()));
    assertEquals(0, run.status(), run.toString());
    assertTrue(run.out().startsWith("send: EAGAIN 11 after "), run.toString());
    assertEquals("", run.err());
  }

  @Test
  void whatPythonCannotDoIsSaidInALine() throws Exception {
    Result result = Program.recvq("reproduce", "dead-peer", "--python");
    assertEquals(2, result.status(), result.toString());
    assertEquals("", result.out());
    assertTrue(
        result.err().startsWith("recvq: no Python program does 'dead-peer': "), result.err());
  }

  @Test
  void theReportOfAScenarioHasItsProgramAndItsFailure(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("reset.html");
    Result result =
        Program.recvq("reproduce", "reset-unread", "--no-capture", "--report", file.toString());
    assertEquals(0, result.status(), result.toString());
    String page = Files.readString(file);
    for (String part :
        List.of(
            "<h1>reset-unread</h1>",
            "<tr class=\"mark failure\"",
            "ECONNRESET 104",
            "<summary>Without recvq, in Python</summary>",
            "The wire was not looked at: ")) {
      assertTrue(page.contains(part), part);
    }
  }

  @Test
  void theRowsOfProgramKernelAndWireComeInOneOrder() throws Exception {
    Needs.root();
    Needs.libpcap();
    Result result = Program.recvq("reproduce", "backpressure", "--settle", "100ms", "--rows");
    assertEquals(0, result.status(), result.toString());
    String rows = result.out().substring(result.out().indexOf("[SYN] "));
    int failure = rows.indexOf("  ── sender write: EAGAIN 11 ──\n");
    assertTrue(failure > 0, result.out());
    assertTrue(rows.indexOf("  kernel   receiver ") < failure, result.out());
    assertTrue(rows.indexOf("  program  sender ", failure) > 0, result.out());
    assertTrue(rows.indexOf(" packets more without a note, ", failure) > 0, result.out());
    assertTrue(rows.indexOf("Send-Q 0\n", failure) > 0, result.out());
  }

  @Test
  void theReportTellsTheFailureTheVerdictAndTheCommand(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a report.html");
    Result result =
        Program.recvq(
            "reproduce", "backpressure", "--settle", "200ms", "--report", file.toString());
    assertEquals(0, result.status(), result.toString());
    assertEquals("recvq: the report is in " + file + "\n", result.err());
    String page = Files.readString(file);
    for (String part :
        List.of(
            "<h2 id=\"verdict\">receiver is not reading: 127.0.0.1:",
            "<tr class=\"mark failure\"",
            "<b>write</b> EAGAIN 11 after ",
            "\"title\":\"Receiver\\u0027s queue\"",
            "recvq reproduce backpressure --settle 200ms --report &#39;" + file + "&#39;\n")) {
      assertTrue(page.contains(part), part);
    }
  }

  @Test
  void aReportThatCannotBeWrittenIsSaid() throws Exception {
    Result result =
        Program.recvq(
            "reproduce", "backpressure", "--settle", "100ms", "--report", "/no/such/folder/x.html");
    assertEquals(3, result.status(), result.toString());
    assertTrue(result.err().contains("cannot write /no/such/folder/x.html: "), result.err());
  }

  @Test
  void withoutRightsTheWireIsNotLookedAtAndTheRestGoesOn(@TempDir Path folder) throws Exception {
    Needs.root();
    Needs.program("setpriv");
    String launcher = Program.copyForEveryUser(folder).toString();
    List<String> command =
        List.of(
            "setpriv",
            "--reuid",
            "65534",
            "--clear-groups",
            launcher,
            "reproduce",
            "backpressure",
            "--settle",
            "300ms");
    Result result = Program.run(Map.of(), "", command);
    assertEquals(0, result.status(), result.toString());
    assertTrue(
        result.out().contains("The wire was not looked at: cannot capture on lo: "), result.out());
  }

  @Test
  void withoutARefusalItIsNotReproduced() throws Exception {
    Result result = Program.recvq("reproduce", "backpressure", "--max-bytes", "1000");
    assertEquals(1, result.status(), result.toString());
    assertTrue(
        result.out().contains("verdict: not reproduced: no write was refused within 1,000 bytes\n"),
        result.out());
  }

  @Test
  void anUnknownScenarioIsAUsageErrorInOneLine() throws Exception {
    Result result = Program.recvq("reproduce", "bakpressure");
    assertEquals(2, result.status());
    assertEquals("", result.out());
    assertFalse(result.err().strip().contains("\n"), result.err());
  }

  @Test
  void aScenarioIsReproducedAndItsControlRunIsNot() throws Exception {
    Result with = Program.recvq("reproduce", "reset-linger", "--no-capture");
    assertEquals(0, with.status(), with.toString());
    assertTrue(
        with.out().contains("client    read        ECONNRESET 104 (Connection reset by peer)\n"),
        with.out());
    assertTrue(with.out().contains("\nverdict: reproduced: a peer closes with SO_LINGER 0\n"));
    Result without = Program.recvq("reproduce", "reset-linger", "--without-fault");
    assertEquals(1, without.status(), without.toString());
    assertTrue(
        without
            .out()
            .contains(
                "\nverdict: not reproduced: client read: 0: end of stream, expected ECONNRESET"),
        without.out());
  }

  @Test
  void theShownFileRunsAsOnesOwn(@TempDir Path folder) throws Exception {
    Result shown = Program.recvq("reproduce", "refused", "--show");
    Path file = Files.writeString(folder.resolve("mine.yaml"), shown.out());
    Result result =
        Program.recvq("reproduce", file.toString(), "--repeat", "3", "--json", "--no-capture");
    assertEquals(0, result.status(), result.toString());
    List<String> lines = result.out().lines().toList();
    assertEquals(4, lines.size(), result.out());
    assertTrue(
        lines
            .get(3)
            .startsWith(
                "{\"type\":\"summary\",\"scenario\":\"refused\",\"runs\":3,\"reproduced\":3,"
                    + "\"notLooked\":0,\"measures\":[{\"name\":\"client connect\",\"unit\":\"ms\""),
        lines.get(3));
    Files.writeString(file, shown.out().replace("expect:", "expcet:"));
    Result wrong = Program.recvq("reproduce", file.toString());
    assertEquals(2, wrong.status(), wrong.toString());
    assertTrue(
        wrong.err().contains(":14:5: unknown key 'expcet' in a step; did you mean 'expect'?"),
        wrong.err());
  }

  @Test
  void whatNeedsRootSaysSoToOthers(@TempDir Path folder) throws Exception {
    Needs.root();
    Needs.program("setpriv");
    String launcher = Program.copyForEveryUser(folder).toString();
    Result result =
        Program.run(
            Map.of(),
            "",
            List.of(
                "setpriv",
                "--reuid",
                "65534",
                "--clear-groups",
                launcher,
                "reproduce",
                "dead-peer"));
    assertEquals(3, result.status(), result.toString());
    assertTrue(
        result.err().contains("cannot make a network namespace: Operation not permitted (EPERM 1)"),
        result.err());
  }
}
