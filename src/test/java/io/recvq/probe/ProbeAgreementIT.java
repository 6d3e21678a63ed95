package io.recvq.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.TwoHosts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code probe} and {@code ping} as processes between two hosts, beside nmap. The property {@code
 * recvq.agreement.runs} repeats the comparison.
 */
@Tag("once")
class ProbeAgreementIT {
  private static final int RUNS = Integer.getInteger("recvq.agreement.runs", 1);

  private static final int NMAP_TRIES = 20;

  /** Open, closed, dropped, reset, and four ways to reject. */
  private static final String TCP_PORTS = "7001-7008";

  private static final String UDP_PORTS = "7011-7016";

  private static final String RULES =
      """
      table inet test {
        chain input {
          type filter hook input priority 0;
          tcp dport 7003 drop
          tcp dport 7004 reject with tcp reset
          tcp dport 7005 reject
          tcp dport 7006 reject with icmpx type admin-prohibited
          tcp dport 7007 reject with icmpx type host-unreachable
          tcp dport 7008 reject with icmpx type no-route
          udp dport 7013 drop
          udp dport 7015 reject with icmpx type admin-prohibited
          udp dport 7016 reject with icmpx type host-unreachable
        }
      }
      """;

  private static final String SERVERS =
      """
      import socket, threading
      for family, host in ((socket.AF_INET, '0.0.0.0'), (socket.AF_INET6, '::')):
          tcp = socket.socket(family)
          udp = socket.socket(family, socket.SOCK_DGRAM)
          if family == socket.AF_INET6:
              for s in (tcp, udp): s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
          tcp.bind((host, 7001)); tcp.listen(128)
          udp.bind((host, 7011))
          def answer(udp=udp):
              while True:
                  data, peer = udp.recvfrom(2000)
                  udp.sendto(b'here', peer)
          def greet(tcp=tcp):
              while True:
                  peer, _ = tcp.accept()
                  try: peer.sendall(b'220 hello \\x1b[31m\\r\\n')
                  except OSError: pass
                  peer.close()
          threading.Thread(target=answer).start()
          threading.Thread(target=greet).start()
      print('ready')
      """;

  private static final List<TwoHosts> HOSTS = new ArrayList<>();

  @BeforeAll
  static void startHosts() throws Exception {
    Needs.root();
    Needs.program("nmap");
    Needs.program("python3");
    TwoHosts hosts = new TwoHosts();
    HOSTS.add(hosts);
    hosts.farRules(RULES);
    hosts.farPython(SERVERS);
  }

  @AfterAll
  static void stopHosts() throws Exception {
    for (TwoHosts hosts : HOSTS) {
      hosts.close();
    }
  }

  private static TwoHosts hosts() {
    return HOSTS.get(0);
  }

  /** States by port; nmap has no word of its own for unreachable and calls it filtered. */
  private static Map<Integer, String> probed(String... words) throws Exception {
    Program.Result result = hosts().recvq(words);
    Map<Integer, String> states = new TreeMap<>();
    ObjectMapper mapper = new ObjectMapper();
    for (String line : result.out().lines().toList()) {
      JsonNode object = mapper.readTree(line);
      if (object.path("type").asText().equals("port")) {
        String state = object.path("state").asText();
        states.put(object.path("port").asInt(), state.equals("unreachable") ? "filtered" : state);
      }
    }
    assertEquals("", result.err());
    return states;
  }

  private static Map<Integer, String> nmapped(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("nmap", "-n", "-Pn", "--reason"));
    command.addAll(List.of(words));
    Map<Integer, String> states = new TreeMap<>();
    for (String line : hosts().onNear(command.toArray(String[]::new)).out().lines().toList()) {
      if (line.matches("[0-9]+/(tcp|udp) .*")) {
        String[] columns = line.split("[ /]+");
        states.put(Integer.parseInt(columns[0]), columns[2]);
      }
    }
    return states;
  }

  private static Map<Integer, String> states(int first, String... states) {
    Map<Integer, String> map = new TreeMap<>();
    for (int i = 0; i < states.length; i++) {
      map.put(first + i, states[i]);
    }
    return map;
  }

  /**
   * Every run of ours is right and nmap says the same. The kernel drops an ICMP error that arrives
   * while the connect call still runs, as it may over a cable without delay; nmap then calls a
   * rejected port filtered, so it may have several tries.
   */
  private static void agree(Map<Integer, String> truth, String[] nmap, String[] probe)
      throws Exception {
    for (int i = 0; i < RUNS; i++) {
      assertEquals(truth, probed(probe));
    }
    Map<Integer, String> theirs = nmapped(nmap);
    for (int i = 0; i < NMAP_TRIES && !theirs.equals(truth); i++) {
      theirs = nmapped(nmap);
    }
    assertEquals(truth, theirs);
  }

  @ParameterizedTest
  @ValueSource(strings = {TwoHosts.FAR_V4, TwoHosts.FAR_V6})
  void tcpStatesAreThoseOfNmap(String far) throws Exception {
    // Run after run the far host would send one ICMP error a second, and both sweeps see silence.
    errorsOfTheFarHost(0);
    String family = far.indexOf(':') >= 0 ? "-6" : "-n";
    agree(
        states(
            7001,
            "open",
            "closed",
            "filtered",
            "closed",
            "closed",
            "filtered",
            "filtered",
            "filtered"),
        new String[] {family, "-sT", "-p" + TCP_PORTS, far},
        new String[] {"probe", far, TCP_PORTS, "--json"});
    errorsOfTheFarHost(1000);
  }

  /** How long the far host waits from one ICMP error to the next; 0 is not at all (man 7 icmp). */
  private static void errorsOfTheFarHost(int spacingMillis) throws Exception {
    hosts().farSetting("net.ipv4.icmp_ratelimit", spacingMillis);
    hosts().farSetting("net.ipv6.icmp.ratelimit", spacingMillis);
  }

  @ParameterizedTest
  @ValueSource(strings = {TwoHosts.FAR_V4, TwoHosts.FAR_V6})
  void udpStatesAreThoseOfNmap(String far) throws Exception {
    String family = far.indexOf(':') >= 0 ? "-6" : "-n";
    agree(
        states(7011, "open", "closed", "open|filtered", "closed", "filtered", "filtered"),
        new String[] {family, "-sU", "-p" + UDP_PORTS, far},
        new String[] {"probe", far, UDP_PORTS, "--udp", "--json"});
  }

  @ParameterizedTest
  @ValueSource(strings = {TwoHosts.FAR_V4, TwoHosts.FAR_V6})
  void aHostThatHasSpentItsErrorsIsAskedUntilItMaySendOne(String far) throws Exception {
    probed("probe", far, "7101-7112", "--udp", "--retries", "0", "--timeout", "100ms", "--json");
    Map<Integer, String> states = probed("probe", far, UDP_PORTS, "--udp", "--json");
    assertEquals(
        states(7011, "open", "closed", "open|filtered", "closed", "filtered", "filtered"), states);
  }

  @Test
  void aBroadcastAddressIsNoLackOfRights() throws Exception {
    Program.Result result = hosts().recvq("ping", "10.9.0.255", "-c", "1");
    assertEquals(3, result.status(), result.toString());
    String said = "cannot ping 10.9.0.255: it is a broadcast address (EACCES 13); ";
    assertTrue(result.err().contains(said), result.err());
  }

  @Test
  void anOrdinaryUserSeesTheSame(@TempDir Path folder) throws Exception {
    Program.Result result =
        hosts()
            .recvqAsNobody(Program.copyForEveryUser(folder), "probe", TwoHosts.FAR_V4, "7001-7004");
    assertEquals(0, result.status(), result.toString());
    assertTrue(result.out().contains("1 open, 2 closed (conn-refused), 1 filtered"), result.out());
  }

  @Test
  void theRouterThatForbidsIsNamed() throws Exception {
    Program.Result result = hosts().recvq("probe", TwoHosts.FAR_V4, "7006");
    assertEquals(1, result.status(), result.toString());
    assertTrue(
        result
            .out()
            .contains(
                "admin-prohibited (communication administratively prohibited (icmp 3/13) from"
                    + " 10.9.0.2)"),
        result.out());
  }

  @Test
  void aBannerIsEscaped() throws Exception {
    Program.Result result = hosts().recvq("probe", TwoHosts.FAR_V6, "7001", "--banner");
    assertEquals(0, result.status(), result.toString());
    assertTrue(result.out().contains("220 hello \\x1b[31m\\r\\n"), result.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "closed", "filtered"})
  void expectationsSetTheStatus(String state) throws Exception {
    String port = Map.of("open", "7001", "closed", "7002", "filtered", "7003").get(state);
    String other = state.equals("open") ? "7002" : "7001";
    assertEquals(
        0,
        hosts().recvq("probe", TwoHosts.FAR_V4, String.valueOf(port), "--expect", state).status());
    assertEquals(1, hosts().recvq("probe", TwoHosts.FAR_V4, other, "--expect", state).status());
  }

  @Test
  void aDeadlineEndsItAndLeavesValidOutput() throws Exception {
    Map<Integer, String> states =
        probed("probe", "10.9.0.99", "1-5", "--json", "--deadline", "100ms");
    assertEquals(5, states.size());
    assertTrue(states.values().stream().allMatch("unknown"::equals), states.toString());
  }

  @Test
  void aHostThatIsAwayIsUnreachable() throws Exception {
    Program.Result result = hosts().recvq("probe", "10.9.0.99", "80", "--timeout", "20s");
    assertEquals(1, result.status(), result.toString());
    assertTrue(result.out().contains("host-unreach"), result.out());
  }

  @Test
  void withoutARouteNothingIsCalledFiltered() throws Exception {
    Program.Result result = hosts().recvq("probe", "203.0.113.1", "80");
    assertEquals(1, result.status(), result.toString());
    assertTrue(result.out().contains("unreachable  http     net-unreach"), result.out());
  }

  @Test
  void pingOverBothFamiliesByRawSockets() throws Exception {
    Program.Result result =
        hosts().recvq("ping", "-c", "3", "-i", "10ms", TwoHosts.FAR_V4, TwoHosts.FAR_V6);
    assertEquals(0, result.status(), result.toString());
    assertTrue(result.out().contains("56 data bytes, raw ICMP socket"), result.out());
    assertTrue(result.out().contains("64 bytes from 10.9.0.2: icmp_seq=2 ttl=64"), result.out());
    assertTrue(result.out().contains("64 bytes from fd09::2: icmp_seq=2 ttl=64"), result.out());
    assertTrue(
        result.out().contains("3 packets transmitted, 3 packets received, 0.0% packet loss"));
  }

  @Test
  void anOrdinaryUserPingsByDatagramSocketsWhereTheyAreAllowedAndElseByTcp(@TempDir Path folder)
      throws Exception {
    Path launcher = Program.copyForEveryUser(folder);
    hosts().onNear("sysctl", "-qw", "net.ipv4.ping_group_range=1 0");
    Program.Result tcp = hosts().recvqAsNobody(launcher, "ping", "-c", "1", TwoHosts.FAR_V4);
    assertEquals(0, tcp.status(), tcp.toString());
    assertTrue(tcp.out().contains("port 80, TCP connect"), tcp.out());
    assertTrue(tcp.err().contains("no right to ICMP sockets"), tcp.err());
    hosts().onNear("sysctl", "-qw", "net.ipv4.ping_group_range=0 2147483647");
    for (String far : List.of(TwoHosts.FAR_V4, TwoHosts.FAR_V6)) {
      Program.Result icmp = hosts().recvqAsNobody(launcher, "ping", "-c", "1", far);
      assertEquals(0, icmp.status(), icmp.toString());
      assertTrue(icmp.out().contains("ICMP datagram socket"), icmp.out());
      assertTrue(icmp.out().contains("64 bytes from " + far + ": icmp_seq=0 ttl=64"), icmp.out());
    }
    hosts().onNear("sysctl", "-qw", "net.ipv4.ping_group_range=1 0");
  }

  @Test
  void pingNamesTheErrorAndWhoSentIt() throws Exception {
    Program.Result result = hosts().recvq("ping", "-c", "1", "-W", "30s", "10.9.0.99", "--json");
    assertEquals(1, result.status(), result.toString());
    assertTrue(
        result.out().contains("\"icmpType\":3,\"icmpCode\":1,\"router\":\"10.9.0.1\""),
        result.out());
    assertTrue(result.out().contains("\"minMs\":null"), result.out());
    Program.Result noRoute = hosts().recvq("ping", "-c", "1", "203.0.113.1");
    assertEquals(3, noRoute.status(), noRoute.toString());
    assertTrue(noRoute.err().contains("ENETUNREACH 101"), noRoute.err());
  }

  @Test
  void pingByTcpCountsARefusalAsARoundTrip() throws Exception {
    Program.Result open =
        hosts().recvq("ping", "-c", "2", "-i", "5ms", "--tcp", "7001", TwoHosts.FAR_V6);
    assertEquals(0, open.status(), open.toString());
    assertTrue(open.out().contains("fd09::2 port 7001: tcp_seq=1 open time="), open.out());
    Program.Result refused = hosts().recvq("ping", "-c", "1", "--tcp", "7002", TwoHosts.FAR_V4);
    assertEquals(0, refused.status(), refused.toString());
    assertTrue(refused.out().contains("tcp_seq=0 refused time="), refused.out());
  }
}
