package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.Program.Result;
import io.recvq.testing.Program.Running;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

  /** State, queues, path and inode of a Unix socket; the path may hold spaces. */
  private static final Pattern UNIX =
      Pattern.compile("^\\S+\\s+(\\S+)\\s+(\\d+)\\s+(\\d+)\\s+(.*?)\\s(\\d+)\\s+\\*\\s");

  private static final Pattern SOCKET_LINK = Pattern.compile("socket:\\[(\\d+)\\]");

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

  /** Sockets of all kinds as ss has them; with their paths, and what only some tell left out. */
  private Set<String> everythingOfSs(List<String> prefix, boolean fromProc) throws Exception {
    TreeSet<String> rows = new TreeSet<>();
    for (String kind : List.of("-t", "-u", "-w")) {
      ss(prefix, kind).forEach(row -> rows.add(kind.equals("-w") ? raw(row) : row));
    }
    for (String line : inside(prefix, List.of("ss", "-Hane", "-x")).out().lines().toList()) {
      Matcher fields = UNIX.matcher(line);
      assertTrue(fields.find(), line);
      String queues = fromProc ? "- -" : fields.group(2) + " " + fields.group(3);
      rows.add(
          String.join(
              " ",
              "unix",
              state(fields.group(1)),
              queues,
              fields.group(4).strip(),
              fields.group(5)));
    }
    return fromProc ? withoutBacklog(rows) : rows;
  }

  /** ss leaves out the inode of a raw socket where the kernel has no raw_diag. */
  private static String raw(String row) {
    return "raw " + row.substring(0, row.lastIndexOf(' '));
  }

  /** The inodes of the zoo's sockets. */
  private Set<String> heldByTheZoo() throws IOException {
    Set<String> inodes = new HashSet<>();
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors) {
        Matcher socket = SOCKET_LINK.matcher(Files.readSymbolicLink(descriptor).toString());
        if (socket.matches()) {
          inodes.add(socket.group(1));
        }
      }
    }
    return inodes;
  }

  private Set<String> everythingOfOurs(List<JsonNode> rows, boolean fromProc) throws IOException {
    Set<String> ofTheZoo = heldByTheZoo();
    TreeSet<String> set = new TreeSet<>(ours(rows, "tcp"));
    set.addAll(ours(rows, "udp"));
    ours(rows, "raw").forEach(row -> set.add(raw(row)));
    for (JsonNode row : rows) {
      // A Java program opens a socket of its own, at any moment.
      boolean counts = ofTheZoo.contains(row.get("inode").asText());
      if (row.get("proto").asText().equals("unix") && counts) {
        String queues =
            fromProc ? "- -" : row.get("recvQ").asText() + " " + row.get("sendQ").asText();
        String path = row.get("local").isNull() ? "*" : row.get("local").asText();
        set.add(
            String.join(
                " ", "unix", row.get("state").asText(), queues, path, row.get("inode").asText()));
      }
    }
    return fromProc ? withoutBacklog(set) : set;
  }

  private Path forEveryUser() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Program.copyForEveryUser(Files.createDirectory(folder.resolve("copy")));
  }

  @Test
  void everyRowAgreesWithSsForEveryUserAndFromBothSources() throws Exception {
    Path copy = forEveryUser();
    for (List<String> user : List.of(List.<String>of(), NOBODY)) {
      for (String source : List.of("sock_diag", "proc")) {
        boolean fromProc = source.equals("proc");
        assertSame(
            () -> everythingOfSs(user, fromProc),
            () -> everythingOfOurs(recvq(user, copy, "--all", "--source", source), fromProc));
      }
    }
    String all = lines(ss(List.of(), "-t"));
    for (String state :
        List.of(
            "LISTEN",
            "ESTABLISHED",
            "SYN_SENT",
            "CLOSE_WAIT",
            "FIN_WAIT1",
            "FIN_WAIT2",
            "CLOSING",
            "LAST_ACK",
            "TIME_WAIT")) {
      assertTrue(all.contains(state + " "), () -> "the zoo has no " + state + ":\n" + all);
    }
  }

  @Test
  void groupsAddUpToWhatSsCountsAndPairsHoldBothOfItsRows() throws Exception {
    assertSame(
        () -> {
          Map<String, Integer> counts = new TreeMap<>();
          ss(List.of(), "-t").forEach(row -> counts.merge(row.split(" ")[0], 1, Integer::sum));
          return counts;
        },
        () -> {
          Map<String, Integer> counts = new TreeMap<>();
          int sum = 0;
          for (JsonNode group : recvq(List.of(), Program.recvq(), "--group", "state")) {
            int endpoints = group.get("endpoints").asInt();
            if (group.get("type").asText().equals("totals")) {
              assertEquals(sum, endpoints);
            } else {
              String state = group.get("state").asText();
              counts.put(state.equals("CLOSE") ? "UNCONN" : state, endpoints);
              sum += endpoints;
            }
          }
          return counts;
        });
    // Connections of which ss shows both ends, each once.
    assertSame(
        () -> {
          Set<String> rows = ss(List.of(), "-t");
          Set<String> tuples = new TreeSet<>();
          rows.forEach(row -> tuples.add(row.split(" ")[3] + " " + row.split(" ")[4]));
          Set<String> pairs = new TreeSet<>();
          for (String tuple : tuples) {
            String[] ends = tuple.split(" ");
            if (tuples.contains(ends[1] + " " + ends[0])) {
              pairs.add(unordered(ends[0], ends[1]));
            }
          }
          return pairs;
        },
        () -> {
          Set<String> pairs = new TreeSet<>();
          for (JsonNode pair : recvq(List.of(), Program.recvq(), "--pairs")) {
            JsonNode near = pair.get("near");
            if (!pair.path("far").isMissingNode() && !pair.get("far").isNull()) {
              assertEquals(near.get("local"), pair.get("far").get("remote"));
              String ends = unordered(near.get("local").asText(), near.get("remote").asText());
              assertTrue(pairs.add(ends), "twice: " + pair);
            }
          }
          return pairs;
        });
  }

  private static String unordered(String a, String b) {
    return a.compareTo(b) < 0 ? a + " " + b : b + " " + a;
  }

  @Test
  void filtersChooseWhatTheSameWordsOfSsChoose() throws Exception {
    List<String> ports = new ArrayList<>();
    for (String row : ss(List.of(), "-t")) {
      ports.add(row.split(" ")[3].replaceFirst(".*:", ""));
    }
    Random random = new Random(20);
    List<String> filters = new ArrayList<>();
    for (int i = 0; i < MOST_FILTERS; i++) {
      String state = random.nextInt(3) > 0 ? "" : "state " + pick(STATES, random) + " ";
      filters.add(state + "( " + condition(ports, random, 3) + " )");
    }
    assertSame(
        () -> {
          Map<String, String> chosen = new TreeMap<>();
          for (String filter : filters) {
            List<String> command = new ArrayList<>(List.of("ss", "-Hane", "-t"));
            command.addAll(List.of(filter.split(" ")));
            Set<String> rows = new TreeSet<>();
            for (String line : inside(List.of(), command).out().lines().toList()) {
              // With one state asked for, ss leaves its column out.
              String[] words = line.trim().split("\\s+");
              int first = Character.isDigit(words[0].charAt(0)) ? 2 : 3;
              rows.add(any(words[first]) + " " + any(words[first + 1]));
            }
            chosen.put(filter, rows.toString());
          }
          return chosen;
        },
        () -> {
          // All in one process, each to a file of its own.
          StringBuilder script = new StringBuilder();
          for (int i = 0; i < filters.size(); i++) {
            script.append("sockets --json --no-owners '").append(filters.get(i)).append("' > ");
            script.append(folder.resolve("chosen-" + i)).append('\n');
          }
          Path file = Files.writeString(folder.resolve("filters"), script);
          inside(List.of(), List.of(Program.recvq().toString(), "run", file.toString()));
          Map<String, String> chosen = new TreeMap<>();
          for (int i = 0; i < filters.size(); i++) {
            Set<String> rows = new TreeSet<>();
            for (String line : Files.readAllLines(folder.resolve("chosen-" + i))) {
              JsonNode row = JSON.readTree(line);
              String remote =
                  row.get("remote").isNull() ? "any:*" : any(row.get("remote").asText());
              rows.add(any(row.get("local").asText()) + " " + remote);
            }
            chosen.put(filters.get(i), rows.toString());
          }
          return chosen;
        });
  }

  private static final int MOST_FILTERS = 60;

  private static final List<String> STATES =
      List.of("established", "listening", "connected", "synchronized", "bucket", "big", "closing");

  /**
   * A condition that ss and recvq read alike; ss counts a missing port as 0, which recvq does not.
   */
  private static String condition(List<String> ports, Random random, int depth) {
    int kind = random.nextInt(depth > 0 ? 8 : 5);
    return switch (kind) {
      case 0 ->
          "sport " + pick(List.of("=", "!=", "<=", ">=", "<", ">"), random) + port(ports, random);
      case 1 -> "dport " + pick(List.of("=", "!=", ">=", ">"), random) + port(ports, random);
      case 2 -> "src " + pick(NETWORKS, random);
      case 3 -> "dst " + pick(NETWORKS, random);
      case 4 -> "src 127.0.0.1:" + pick(ports, random);
      case 5 -> "not ( " + condition(ports, random, depth - 1) + " )";
      default ->
          "( "
              + condition(ports, random, depth - 1)
              + (kind == 6 ? " ) and ( " : " ) or ( ")
              + condition(ports, random, depth - 1)
              + " )";
    };
  }

  private static final List<String> NETWORKS =
      List.of("127.0.0.1", "127.0.0.0/8", "10.0.0.0/8", "[::1]");

  private static String port(List<String> ports, Random random) {
    return " :" + pick(ports, random);
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
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

    Path program = forEveryUser();
    List<JsonNode> foreign = recvq(NOBODY, program);
    for (JsonNode row : foreign) {
      assertTrue(row.get("pid").isNull());
      String expectedKind = row.get("inode").isNull() ? "none" : "not-permitted";
      assertEquals(expectedKind, row.get("owner").asText(), row.toString());
    }
  }

  @Test
  void whatTheFallbackIsNotToldIsNull() throws Exception {
    for (JsonNode row :
        recvq(List.of(), Program.recvq(), "-t", "-u", "--no-owners", "--source", "proc")) {
      assertEquals(
          row.get("state").asText().equals("LISTEN"), row.get("sendQ").isNull(), row.toString());
    }
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
