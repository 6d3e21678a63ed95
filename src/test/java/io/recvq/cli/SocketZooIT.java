package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.Program.Result;
import io.recvq.testing.Program.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table beside that of {@code ss}, over sockets of every kind and state, in a network namespace
 * of their own so that nothing else changes.
 */
class SocketZooIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern OWNER = Pattern.compile("\\(\"([^\"]*)\",pid=(\\d+),fd=(\\d+)\\)");

  private static final int MOST_ATTEMPTS = 60;

  private Path folder;
  private Running zoo;
  private long pid;

  @BeforeEach
  void openTheZoo(@TempDir Path temporary) throws Exception {
    folder = temporary;
    Needs.root();
    Needs.program("ss");
    Needs.program("python3");
    Needs.program("nsenter");
    Path script = folder.resolve("zoo.py");
    try (var in = SocketZooIT.class.getResourceAsStream("zoo.py")) {
      Files.write(script, in.readAllBytes());
    }
    zoo = Program.start(Map.of(), List.of("unshare", "-n", "python3", script.toString()));
    zoo.awaitLine("ready");
    pid = zoo.process().pid();
  }

  @AfterEach
  void closeTheZoo() {
    zoo.close();
  }

  private Result inside(List<String> prefix, List<String> command) throws Exception {
    List<String> whole = new ArrayList<>(List.of("nsenter", "-t", "" + pid, "-n"));
    whole.addAll(prefix);
    whole.addAll(command);
    Result result = Program.run(Map.of(), "", whole);
    assertEquals(0, result.status(), result.toString());
    return result;
  }

  private static final List<String> NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all");

  private List<JsonNode> recvq(List<String> prefix, Path program, String... words)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString(), "sockets", "--json"));
    command.addAll(List.of(words));
    List<JsonNode> rows = new ArrayList<>();
    for (String line : inside(prefix, command).out().lines().toList()) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  /** Gives something that was asked of a program. */
  private interface Reading<T> {
    T read() throws Exception;
  }

  /**
   * Compares at a moment at which nothing moves: ss says the same before and after. Window probes
   * still move bytes for a while after the zoo has opened.
   */
  private static <T> void assertSame(Reading<T> expected, Reading<T> actual) throws Exception {
    T before = expected.read();
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      T ours = actual.read();
      T after = expected.read();
      if (before.equals(after)) {
        assertEquals(lines(before), lines(ours));
        return;
      }
      before = after;
    }
    throw new AssertionError("the zoo never came to rest");
  }

  private static String lines(Object value) {
    return value instanceof Set<?> set
        ? String.join("\n", set.stream().map(Object::toString).toList())
        : value.toString().replace(", ", "\n");
  }

  /** Rows as ss has them: state, queues, addresses, inode. */
  private Set<String> ss(List<String> prefix, String kind) throws Exception {
    TreeSet<String> rows = new TreeSet<>();
    for (String line : inside(prefix, List.of("ss", "-Hane", kind)).out().lines().toList()) {
      String[] words = line.trim().split("\\s+");
      Matcher inode = Pattern.compile("\\bino:(\\d+)").matcher(line);
      String number = inode.find() ? inode.group(1) : "0";
      rows.add(
          String.join(
              " ", state(words[0]), words[1], words[2], any(words[3]), any(words[4]), number));
    }
    return rows;
  }

  private static String state(String ofSs) {
    return switch (ofSs) {
      case "ESTAB" -> "ESTABLISHED";
      case "FIN-WAIT-1" -> "FIN_WAIT1";
      case "FIN-WAIT-2" -> "FIN_WAIT2";
      default -> ofSs.replace('-', '_');
    };
  }

  /** ss writes "any" in three ways, and mapped addresses as the kernel holds them. */
  private static String any(String address) {
    return address
        .replace("[::ffff:127.0.0.1]", "127.0.0.1")
        .replaceFirst("^(\\*|0\\.0\\.0\\.0|\\[::\\]):", "any:");
  }

  private static Set<String> ours(List<JsonNode> rows, String proto) {
    TreeSet<String> set = new TreeSet<>();
    for (JsonNode row : rows) {
      if (row.get("proto").asText().startsWith(proto)) {
        String state = row.get("state").asText();
        set.add(
            String.join(
                " ",
                state.equals("CLOSE") ? "UNCONN" : state,
                row.get("recvQ").asText(),
                row.get("sendQ").asText(),
                any(row.get("local").asText()),
                row.get("remote").isNull() ? "any:*" : any(row.get("remote").asText()),
                row.get("inode").isNull() ? "0" : row.get("inode").asText()));
      }
    }
    return set;
  }

  @Test
  void everyTcpAndUdpRowAgreesWithSsAsRoot() throws Exception {
    assertSame(
        () -> ss(List.of(), "-t"), () -> ours(recvq(List.of(), Program.recvq(), "--all"), "tcp"));
    assertSame(
        () -> ss(List.of(), "-u"), () -> ours(recvq(List.of(), Program.recvq(), "--all"), "udp"));
    String all = lines(ss(List.of(), "-t"));
    for (String state :
        List.of(
            "LISTEN",
            "ESTABLISHED",
            "SYN_SENT",
            "CLOSE_WAIT",
            "FIN_WAIT1",
            "FIN_WAIT2",
            "TIME_WAIT")) {
      assertTrue(all.contains(state + " "), () -> "the zoo has no " + state + ":\n" + all);
    }
  }

  @Test
  void everyUnixAndRawSocketIsThere() throws Exception {
    List<JsonNode> rows = recvq(List.of(), Program.recvq(), "-x", "-w");
    TreeSet<String> expected = new TreeSet<>();
    for (String line : inside(List.of(), List.of("ss", "-Hane", "-x")).out().lines().toList()) {
      // The path may hold spaces; its inode stands behind it.
      Matcher fields =
          Pattern.compile("^\\S+\\s+(\\S+)\\s+(\\d+)\\s+(\\d+)\\s+.*?\\s(\\d+)\\s+\\*\\s")
              .matcher(line);
      assertTrue(fields.find(), line);
      expected.add(
          String.join(
              " ", state(fields.group(1)), fields.group(2), fields.group(3), fields.group(4)));
    }
    TreeSet<String> ours = new TreeSet<>();
    for (JsonNode row : rows) {
      // A Java program holds a socket of its own.
      boolean foreign = !row.get("process").asText().equals("java");
      if (row.get("proto").asText().equals("unix") && foreign) {
        ours.add(
            String.join(
                " ",
                row.get("state").asText(),
                row.get("recvQ").asText(),
                row.get("sendQ").asText(),
                row.get("inode").asText()));
      }
    }
    assertEquals(String.join("\n", expected), String.join("\n", ours));
    assertTrue(rows.stream().anyMatch(row -> row.get("proto").asText().equals("raw")));
    assertTrue(rows.stream().anyMatch(row -> row.get("local").asText().endsWith("/a socket")));
    assertTrue(rows.stream().anyMatch(row -> row.get("local").asText().equals("@recvq-zoo")));
  }

  @Test
  void ownersAgreeWithSsAndNobodyIsToldApartFromNotPermitted() throws Exception {
    TreeSet<String> expected = new TreeSet<>();
    for (String line : inside(List.of(), List.of("ss", "-Htanep")).out().lines().toList()) {
      Matcher inode = Pattern.compile("\\bino:(\\d+)").matcher(line);
      Matcher owner = OWNER.matcher(line);
      if (inode.find() && owner.find()) {
        expected.add(
            inode.group(1) + " " + owner.group(1) + " " + owner.group(2) + " " + owner.group(3));
      }
    }
    TreeSet<String> ours = new TreeSet<>();
    List<JsonNode> rows = recvq(List.of(), Program.recvq());
    for (JsonNode row : rows) {
      if (!row.get("pid").isNull()) {
        ours.add(
            row.get("inode").asText()
                + " "
                + row.get("process").asText()
                + " "
                + row.get("pid").asText()
                + " "
                + row.get("fd").asText());
      } else {
        assertEquals("none", row.get("owner").asText(), row.toString());
      }
    }
    assertEquals(String.join("\n", expected), String.join("\n", ours));

    Path program = Program.copyForEveryUser(Files.createDirectory(folder.resolve("copy")));
    Files.setPosixFilePermissions(
        folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    List<JsonNode> foreign = recvq(NOBODY, program);
    assertSame(() -> ss(List.of(), "-t"), () -> ours(recvq(NOBODY, program), "tcp"));
    for (JsonNode row : foreign) {
      assertTrue(row.get("pid").isNull());
      String expectedKind = row.get("inode").isNull() ? "none" : "not-permitted";
      assertEquals(expectedKind, row.get("owner").asText(), row.toString());
    }
  }

  @Test
  void theFallbackTellsTheSameButForBacklogs() throws Exception {
    assertSame(
        () -> withoutBacklog(ss(List.of(), "-t")), () -> withoutBacklog(ours(proc(), "tcp")));
    assertSame(() -> ss(List.of(), "-u"), () -> ours(proc(), "udp"));
    List<JsonNode> proc = proc();
    for (JsonNode row : proc) {
      assertEquals(
          row.get("state").asText().equals("LISTEN"),
          row.get("sendQ").isNull(),
          "what is not told is null: " + row);
    }
  }

  private List<JsonNode> proc() throws Exception {
    return recvq(List.of(), Program.recvq(), "-t", "-u", "--no-owners", "--source", "proc");
  }

  private static Set<String> withoutBacklog(Set<String> rows) {
    TreeSet<String> without = new TreeSet<>();
    for (String row : rows) {
      without.add(row.replaceFirst("^(LISTEN \\d+) \\S+", "$1 -"));
    }
    return without;
  }

  @Test
  void anotherNamespaceIsReadFromOutside() throws Exception {
    assertSame(
        () -> ss(List.of(), "-t"),
        () -> {
          Result outside = Program.recvq("sockets", "--json", "--no-owners", "--netns", "" + pid);
          assertEquals(0, outside.status(), outside.toString());
          List<JsonNode> rows = new ArrayList<>();
          for (String line : outside.out().lines().toList()) {
            rows.add(JSON.readTree(line));
          }
          return ours(rows, "tcp");
        });
    Result missing = Program.recvq("sockets", "--netns", "no-such-namespace");
    assertEquals(3, missing.status());
    assertEquals("", missing.out());
    assertTrue(missing.err().contains("ENOENT 2"), missing.err());
  }

  @Test
  void tcpNumbersAreThoseOfSs() throws Exception {
    assertSame(this::numbersOfSs, this::ourNumbers);
  }

  private Map<String, String> numbersOfSs() throws Exception {
    Map<String, String> numbers = new TreeMap<>();
    List<String> command = List.of("ss", "-HtaneimO", "state", "established");
    for (String line : inside(List.of(), command).out().lines().toList()) {
      Matcher inode = Pattern.compile("\\bino:([1-9]\\d*)").matcher(line);
      if (inode.find()) {
        numbers.put(inode.group(1), numbers(line));
      }
    }
    return numbers;
  }

  private Map<String, String> ourNumbers() throws Exception {
    Map<String, String> numbers = new TreeMap<>();
    for (JsonNode row :
        recvq(List.of(), Program.recvq(), "--info", "--memory", "state", "established")) {
      JsonNode tcp = row.get("tcp");
      JsonNode memory = row.get("memory");
      if (!row.get("inode").isNull()) {
        numbers.put(
            row.get("inode").asText(),
            "cwnd:"
                + tcp.get("cwnd")
                + " mss:"
                + tcp.get("mss")
                + " sent:"
                + tcp.get("bytesSent")
                + " received:"
                + tcp.get("bytesReceived")
                + " notsent:"
                + tcp.get("notSentBytes")
                + " rb:"
                + memory.get("receiveLimit")
                + " tb:"
                + memory.get("sendLimit"));
      }
    }
    return numbers;
  }

  private static String numbers(String line) {
    return "cwnd:"
        + field(line, "cwnd:")
        + " mss:"
        + field(line, " mss:")
        + " sent:"
        + field(line, "bytes_sent:")
        + " received:"
        + field(line, "bytes_received:")
        + " notsent:"
        + field(line, "notsent:")
        + " rb:"
        + field(line, ",rb")
        + " tb:"
        + field(line, ",tb");
  }

  /** ss leaves out what is zero. */
  private static String field(String line, String name) {
    Matcher matcher = Pattern.compile(Pattern.quote(name) + "(\\d+)").matcher(line);
    return matcher.find() ? matcher.group(1) : "0";
  }
}
