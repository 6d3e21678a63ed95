package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.Program.Result;
import io.recvq.testing.Program.Running;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real situations, made by a program in another language, and the verdict on each. */
class WhyIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NETNS = "recvq-why-";

  private Path script;

  @BeforeEach
  void copyTheScript(@TempDir Path folder) throws Exception {
    Needs.program("python3");
    script = folder.resolve("situation.py");
    try (var in = WhyIT.class.getResourceAsStream("situation.py")) {
      Files.write(script, in.readAllBytes());
    }
  }

  private Running situation(List<String> prefix, String... words) throws Exception {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of("python3", script.toString()));
    command.addAll(List.of(words));
    return Program.start(Map.of(), command);
  }

  private static List<JsonNode> verdicts(Result result) throws Exception {
    List<JsonNode> verdicts = new ArrayList<>();
    for (String line : result.out().lines().toList()) {
      verdicts.add(JSON.readTree(line));
    }
    return verdicts;
  }

  @ParameterizedTest
  @CsvSource({
    "not-reading, receiver, not-reading",
    "unread, receiver, not-reading",
    "slow-reader, receiver, slow-reader",
    "application, sender, application",
    "send-buffer, sender, send-buffer",
    "leak, receiver, leak",
    "idle, nothing, ''"
  })
  void aSituationOnLoopbackIsNamed(String kind, String limitedBy, String cause) throws Exception {
    try (Running made = situation(List.of(), kind)) {
      String port = made.awaitLine("port").split(" ")[1];
      Result result = Program.recvq("why", port, "--for", "1s", "--json");
      List<JsonNode> verdicts = verdicts(result);
      assertEquals(kind.equals("leak") ? 10 : 1, verdicts.size(), result.toString());
      for (JsonNode verdict : verdicts) {
        assertEquals(limitedBy, verdict.get("limitedBy").asText(), result.toString());
        assertEquals(cause, verdict.path("cause").asText(), result.toString());
        assertTrue(verdict.get("connection").asText().endsWith(":" + port), result.toString());
      }
      assertEquals(limitedBy.equals("nothing") ? 0 : 1, result.status());
    }
  }

  @Test
  void aListenerThatDoesNotAcceptIsNamedForItAndForEachConnection() throws Exception {
    try (Running made = situation(List.of(), "backlog")) {
      String port = made.awaitLine("port").split(" ")[1];
      Result result = Program.recvq("why", port, "--for", "500ms", "--json");
      List<JsonNode> verdicts = verdicts(result);
      assertEquals(7, verdicts.size(), "the listener and six connections: " + result);
      assertEquals("LISTEN 127.0.0.1:" + port, verdicts.get(0).get("connection").asText());
      for (JsonNode verdict : verdicts) {
        assertEquals("accept-queue", verdict.get("limitedBy").asText(), result.toString());
      }
      assertEquals(1, result.status());
    }
  }

  @Test
  void theSameConnectionIsFoundByPidByProcessAndByItsAddresses() throws Exception {
    try (Running made = situation(List.of(), "unread")) {
      made.awaitLine("port");
      String pid = "" + made.process().pid();
      Result byPid = Program.recvq("why", "pid", pid, "--for", "200ms", "--json");
      String connection = verdicts(byPid).get(0).get("connection").asText();
      Result byAddresses = Program.recvq("why", connection, "--for", "200ms", "--json");
      assertEquals(connection, verdicts(byAddresses).get(0).get("connection").asText());
      Result byProcess =
          Program.recvq("why", "process", "python3", "and", "pid", pid, "--for", "200ms");
      assertTrue(byProcess.out().contains("receiver is not reading"), byProcess.toString());
    }
  }

  @Test
  void whatDoesNotExistCouldNotBeLookedAt() throws Exception {
    Result result = Program.recvq("why", "pid", "999999999", "--for", "50ms");
    assertEquals(3, result.status());
    assertEquals("", result.out());
    assertTrue(result.err().contains("no connection and no listener matches"), result.err());
  }

  @Test
  void whatIsNotTcpIsSaidToBeSo() throws Exception {
    try (DatagramChannel udp =
        DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      int port = ((InetSocketAddress) udp.getLocalAddress()).getPort();
      Result result = Program.recvq("why", "proto", "udp", "sport", "" + port, "--for", "50ms");
      assertEquals(3, result.status(), result.toString());
      assertEquals("", result.out());
      assertTrue(
          result.err().contains("only sockets that are not TCP's match (udp)"), result.err());
    }
  }

  @Test
  void aSlowLinkALossyLinkAndAnUnpluggedPeerAreTheNetworksAndThePeers() throws Exception {
    Needs.root();
    Needs.program("ip");
    Needs.program("tc");
    Needs.program("nft");
    String a = NETNS + "a" + ProcessHandle.current().pid();
    String b = NETNS + "b" + ProcessHandle.current().pid();
    try {
      shell(
          "ip netns add $A && ip netns add $B"
              + " && ip link add va netns $A type veth peer name vb netns $B"
              + " && ip -n $A addr add 10.99.0.1/24 dev va && ip -n $A link set va up"
              + " && ip -n $B addr add 10.99.0.2/24 dev vb && ip -n $B link set vb up",
          a,
          b);
      shell(
          "ip netns exec $A tc qdisc add dev va root tbf rate 20mbit burst 16kb latency 400ms",
          a,
          b);
      assertEquals("network", between(a, b, 7001, ""));
      shell("ip netns exec $A tc qdisc del dev va root", a, b);
      Path rules = script.resolveSibling("loss.nft");
      Files.writeString(
          rules,
          """
          table ip lossy {
            chain in {
              type filter hook input priority 0
              tcp dport 7002 numgen random mod 100 < 4 drop
            }
          }
          """);
      shell("ip netns exec $B nft -f " + rules, a, b);
      assertEquals("network", between(a, b, 7002, ""));
      assertEquals("dead-peer", between(a, b, 7003, "ip -n $B link set vb down"));
    } finally {
      shell("ip netns del $A; ip netns del $B; true", a, b);
    }
  }

  @Test
  void onALongPathSmallBuffersAndALazyWriterAreTheEndsAndNotTheNetworks() throws Exception {
    Needs.root();
    Needs.program("ip");
    Needs.tunnels();
    String a = NETNS + "c" + ProcessHandle.current().pid();
    String b = NETNS + "d" + ProcessHandle.current().pid();
    try {
      shell("ip netns add $A && ip netns add $B", a, b);
      Path delay = script.resolveSibling("delay.py");
      try (var in = WhyIT.class.getResourceAsStream("delay.py")) {
        Files.write(delay, in.readAllBytes());
      }
      try (Running path =
          Program.start(Map.of(), List.of("python3", delay.toString(), a, b, "20"))) {
        path.awaitLine("ready");
        assertEquals("sender send-buffer", onALongPath(a, b, "send-buffer", 7004));
        assertEquals("sender application", onALongPath(a, b, "application", 7005));
        assertEquals("receiver window", onALongPath(a, b, "window", 7006));
      }
    } finally {
      shell("ip netns del $A; ip netns del $B; true", a, b);
    }
  }

  private String onALongPath(String a, String b, String kind, int port) throws Exception {
    List<String> inA = List.of("ip", "netns", "exec", a);
    List<String> inB = List.of("ip", "netns", "exec", b);
    try (Running reader = situation(inB, kind, "server", "10.98.0.2", "" + port)) {
      reader.awaitLine("port");
      try (Running writer = situation(inA, kind, "client", "10.98.0.2", "" + port)) {
        writer.awaitLine("port");
        Result result = Program.recvq("why", "" + port, "--netns", a, "--for", "2s", "--json");
        assertEquals(1, result.status(), result.toString());
        JsonNode verdict = verdicts(result).get(0);
        return verdict.get("limitedBy").asText() + " " + verdict.path("cause").asText();
      }
    }
  }

  /** The verdict on a sender in the first namespace that writes to a reader in the second. */
  private String between(String a, String b, int port, String unplug) throws Exception {
    List<String> inA = List.of("ip", "netns", "exec", a);
    List<String> inB = List.of("ip", "netns", "exec", b);
    try (Running reader = situation(inB, "bulk", "server", "10.99.0.2", "" + port)) {
      reader.awaitLine("port");
      try (Running writer = situation(inA, "bulk", "client", "10.99.0.2", "" + port)) {
        writer.awaitLine("port");
        if (!unplug.isEmpty()) {
          shell(unplug, a, b);
          awaitRetries(a, port);
        }
        Result result = Program.recvq("why", "" + port, "--netns", a, "--for", "2s", "--json");
        assertEquals(1, result.status(), result.toString());
        return verdicts(result).get(0).get("limitedBy").asText();
      }
    }
  }

  /** Waits until the kernel has sent the same segment again three times. */
  private static void awaitRetries(String netns, int port) throws Exception {
    for (int attempt = 0; attempt < 200; attempt++) {
      Result rows =
          Program.recvq("sockets", "--netns", netns, "--json", "--no-owners", "dport", "" + port);
      for (String line : rows.out().lines().toList()) {
        if (JSON.readTree(line).path("timer").path("retries").asInt() >= 3) {
          return;
        }
      }
    }
    throw new AssertionError("the peer still answers");
  }

  private static void shell(String script, String a, String b) throws Exception {
    Result result = Program.run(Map.of("A", a, "B", b), "", List.of("sh", "-c", script));
    assertEquals(0, result.status(), result.toString());
  }
}
