package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion scripts, each asked by its own shell. */
class CompletionScriptsTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("recvq.basedir", "."), "completions").toAbsolutePath();

  private static List<String> run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TERM", "dumb");
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return out.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** What bash offers for the last of these words. */
  private static List<String> bash(String... words) throws IOException, InterruptedException {
    Needs.program("bash");
    List<String> command = new ArrayList<>(List.of("bash", "--norc", "-c"));
    command.add(
        "source "
            + FOLDER.resolve("recvq.bash")
            + "; COMP_WORDS=(recvq \"$@\"); COMP_CWORD=$#; _recvq; printf '%s\\n' \"${COMPREPLY[@]}\"");
    command.add("recvq");
    command.addAll(Arrays.asList(words));
    return run(command.toArray(String[]::new));
  }

  /** What fish offers at the end of this line. */
  private static List<String> fish(String line) throws IOException, InterruptedException {
    Needs.program("fish");
    String script = "source " + FOLDER.resolve("recvq.fish") + "; complete -C '" + line + "'";
    return run("fish", "--no-config", "-c", script).stream()
        .map(offer -> offer.replaceFirst("\t.*", ""))
        .toList();
  }

  /** What zsh shows after this line and two Tabs, in a terminal of its own. */
  private static String zsh(String line) throws IOException, InterruptedException {
    Needs.program("zsh");
    String script =
        """
        zmodload zsh/zpty
        zpty -b z 'TERM=dumb zsh -f -i'
        zpty -w z "PS1=; fpath=($1 \\$fpath)"'; autoload -U compinit && compinit -u -D'
        zpty -w z 'zstyle ":completion:*" list-prompt ""; LISTMAX=9999; unsetopt zle_bracketed_paste'
        zpty -w z 'print re""ady'
        zpty -r z before '*ready*'
        zpty -n -w z "$2"$'\\t\\t'
        zpty -n -w z $'\\C-uprint do""ne\\n'
        zpty -r z after '*done*'
        print -r -- $after
        zpty -d z
        """;
    return String.join("\n", run("zsh", "-f", "-c", script, "zsh", FOLDER.toString(), line));
  }

  @Test
  void bashCompletesCommandsOptionsValuesAndWords() throws Exception {
    assertEquals(List.of("explain"), bash("exp"));
    assertEquals(List.of("--json"), bash("explain", "--js"));
    assertEquals(List.of("always"), bash("explain", "--color", "al"));
    assertEquals(List.of("always"), bash("explain", "--color", "=", "al"));
    assertEquals(List.of("ECONNREFUSED", "ECONNRESET"), bash("explain", "ECONNRE"));
    assertEquals(List.of("explain"), bash("help", "exp"));
    assertTrue(bash("").containsAll(Commands.names()));
  }

  @Test
  void fishCompletesCommandsOptionsValuesAndWords() throws Exception {
    assertEquals(List.of("explain"), fish("recvq exp"));
    assertEquals(List.of("--json"), fish("recvq explain --js"));
    assertEquals(List.of("always"), fish("recvq explain --color al"));
    assertEquals(List.of("ECONNREFUSED", "ECONNRESET"), fish("recvq explain ECONNRE"));
    assertTrue(fish("recvq ").containsAll(Commands.names()));
  }

  @Test
  void zshCompletesCommandsOptionsAndWords() throws Exception {
    assertTrue(zsh("recvq exp").contains("explain"));
    assertTrue(zsh("recvq explain --js").contains("--json"));
    String offered = zsh("recvq explain ECONNRE");
    assertTrue(offered.contains("ECONNREFUSED"), offered);
    assertTrue(offered.contains("ECONNRESET"), offered);
  }

  /** bash hands an equals sign and an at sign over as words of their own. */
  @Test
  void effectsAndTheirMomentsAreOfferedByEachShell() throws Exception {
    assertEquals(List.of("slice=", "slow-accept="), bash("serve", "--effect", "sl"));
    assertEquals(List.of(), bash("serve", "--effect", "delay", "=", "5"));
    List<String> begun = List.of("serve", "echo", "--effect", "delay", "=", "5ms", "@", "re");
    assertEquals(List.of("@response"), bash(begun.toArray(String[]::new)));
    assertEquals(List.of("@header"), bash("serve", "--effect", "=", "stall", "@", "he"));
    assertEquals(List.of("5ms@length"), bash("serve", "--effect", "delay", "=", "5ms@le"));
    assertEquals(List.of("slice=", "slow-accept="), fish("recvq serve --effect sl"));
    assertEquals(List.of("delay=5ms@response"), fish("recvq serve echo --effect delay=5ms@re"));
    assertEquals(List.of("--effect=stall@header"), fish("recvq serve --effect=stall@he"));
    assertTrue(zsh("recvq serve echo --effect sl").contains("slow-accept="));
    assertTrue(zsh("recvq serve echo --effect delay=5ms@res").contains("@response"));
    assertTrue(zsh("recvq serve --effect=stall@he").contains("@header"));
  }

  @Test
  void eachPlaceIsOfferedWhatStandsThere() throws Exception {
    assertEquals(List.of("discard"), bash("serve", "--effect", "delay", "=", "5ms", "di"));
    assertEquals(List.of(), bash("serve", "echo", "127.0.0.1", ":", "7000", "di"));
    assertEquals(List.of("discard"), fish("recvq serve --effect stall di"));
    assertEquals(List.of(), fish("recvq serve echo di"));
    assertTrue(zsh("recvq serve --effect stall dis").contains("discard"));
  }

  /** Else fish shows the option's own text behind each of its values. */
  @Test
  void valuesDoNotRepeatTheTextOfTheirOptionInFish() throws Exception {
    String script = "source " + FOLDER.resolve("recvq.fish") + "; complete -C 'recvq top --color '";
    assertEquals(List.of("always", "auto", "never"), run("fish", "--no-config", "-c", script));
  }

  @Test
  void valuesThatAreLiveOrFilesAreOfferedByEachShell(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("frames.pcap"));
    String start = folder + "/fra";
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(server.getLocalPort());
      String most = port.substring(0, port.length() - 1);
      assertEquals(List.of("lo"), bash("capture", "lo"));
      assertEquals(List.of(file.toString()), bash("decode", start));
      assertTrue(bash("sockets", "--port", most).contains(port));
      assertTrue(bash("why", most).contains(port));
      List<String> keys = List.of("recvq", "remote", "retrans", "rtt");
      assertEquals(keys, bash("sockets", "--sort", "r").stream().sorted().toList());
      assertEquals(List.of("lo"), fish("recvq capture lo"));
      assertEquals(List.of(file.toString()), fish("recvq decode " + start));
      assertTrue(fish("recvq sockets --port " + most).contains(port));
      assertEquals(keys, fish("recvq sockets --sort r").stream().sorted().toList());
      assertTrue(zsh("recvq capture l").contains("lo"));
      assertTrue(zsh("recvq decode " + start).contains("frames.pcap"));
      assertTrue(zsh("recvq sockets --port " + most).contains(port));
      assertTrue(zsh("recvq sockets --sort ret").contains("retrans"));
    }
  }

  @Test
  void listeningPortsAreOffered() throws Exception {
    Needs.program("bash");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String script = "source " + FOLDER.resolve("recvq.bash") + "; _recvq_ports";
      List<String> ports = run("bash", "--norc", "-c", script);
      assertTrue(ports.contains(String.valueOf(server.getLocalPort())), ports.toString());
    }
  }

  @Test
  void manPagesHaveNoWarning() throws Exception {
    Needs.program("mandoc");
    List<String> command = new ArrayList<>(List.of("mandoc", "-T", "lint"));
    Path man = FOLDER.resolveSibling("man");
    command.add(man.resolve("recvq.1").toString());
    command.add(man.resolve("recvq-scenarios.7").toString());
    Commands.names().forEach(name -> command.add(man.resolve("recvq-" + name + ".1").toString()));
    List<String> warnings = run(command.toArray(String[]::new));
    assertFalse(warnings.stream().anyMatch(line -> !line.isEmpty()), String.join("\n", warnings));
  }
}
