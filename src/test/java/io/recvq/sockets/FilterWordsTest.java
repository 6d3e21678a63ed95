package io.recvq.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The words of a filter one by one. */
class FilterWordsTest {
  private static Filter parse(String text) {
    return FilterParser.parse(List.of(text.split(" ")), name -> OptionalLong.empty());
  }

  private static boolean matches(String text, SocketRow row) {
    return parse(text).test(row) == Filter.Answer.YES;
  }

  private static Set<SocketState> states(String word) {
    Set<SocketState> states = EnumSet.noneOf(SocketState.class);
    for (SocketState state : SocketState.values()) {
      if ((parse("state " + word).stateMask() & state.bit()) != 0) {
        states.add(state);
      }
    }
    return states;
  }

  private static Set<SocketState> allBut(SocketState... states) {
    return EnumSet.complementOf(EnumSet.copyOf(List.of(states)));
  }

  @Test
  void groupsOfStatesAreThoseOfSs() {
    Set<SocketState> receiving = EnumSet.of(SocketState.SYN_RECV, SocketState.NEW_SYN_RECV);
    assertEquals(receiving, states("syn-recv"));
    assertEquals(allBut(SocketState.CLOSE, SocketState.LISTEN), states("connected"));
    assertEquals(
        allBut(SocketState.CLOSE, SocketState.LISTEN, SocketState.SYN_SENT),
        states("synchronized"));
    Set<SocketState> bucket = EnumSet.copyOf(receiving);
    bucket.add(SocketState.TIME_WAIT);
    assertEquals(bucket, states("bucket"));
    assertEquals(EnumSet.complementOf(EnumSet.copyOf(bucket)), states("big"));
    assertEquals(EnumSet.allOf(SocketState.class), states("all"));
    assertEquals(SocketState.ALL_MASK, parse("state all").stateMask());
    assertEquals(EnumSet.of(SocketState.CLOSE), states("unconnected"));
    assertEquals(EnumSet.of(SocketState.FIN_WAIT2), states("FIN_WAIT2"));
  }

  private static String holding(String comparison) {
    StringBuilder holding = new StringBuilder();
    for (long queue : new long[] {4, 5, 6}) {
      InetRow row = Rows.tcp(SocketState.ESTABLISHED, "10.0.0.1:1", "10.0.0.2:2", queue, 0, 1);
      holding.append(matches("recvq " + comparison + " 5", row) ? queue : "-");
    }
    return holding.toString();
  }

  @Test
  void comparisonsAreThoseOfTheirSigns() {
    assertEquals("-5-", holding("="));
    assertEquals("4-6", holding("!="));
    assertEquals("4--", holding("<"));
    assertEquals("45-", holding("<="));
    assertEquals("--6", holding(">"));
    assertEquals("-56", holding(">="));
    assertEquals("45-", holding("le"));
    assertEquals("4-6", holding("ne"));
  }

  @Test
  void anAddressIsWrittenInAnyOfItsForms() {
    InetRow v4 = Rows.tcp(SocketState.ESTABLISHED, "10.0.0.5:4000", "192.0.2.7:443", 0, 0, 1);
    InetRow v6 = Rows.tcp(SocketState.ESTABLISHED, "[fe80::1]:4000", "[2001:db8::7]:443", 0, 0, 1);
    assertTrue(matches("dst 192.0.2.7:443", v4));
    assertFalse(matches("dst 192.0.2.7:444", v4));
    assertTrue(matches("dst = 192.0.2.7", v4));
    assertFalse(matches("dst != 192.0.2.7", v4));
    assertTrue(matches("dst != 192.0.2.8", v4));
    assertTrue(matches("dst 192.0.2.7:*", v4));
    assertTrue(matches("dst :443", v4));
    assertFalse(matches("dst :444", v4));
    assertTrue(matches("dst *:443", v4));
    assertFalse(matches("dst *:444", v4));
    assertTrue(matches("dst *:*", v4));
    assertTrue(matches("dst 0.0.0.0/0", v4));
    assertFalse(matches("dst 0.0.0.0/0", v6));
    assertTrue(matches("dst 192.0.2.7/32", v4));
    assertFalse(matches("dst 192.0.2.6/32", v4));
    assertTrue(matches("dst 192.0.2.6/31", v4));
    assertTrue(matches("dst [2001:db8::7]:443", v6));
    assertFalse(matches("dst [2001:db8::7]:444", v6));
    assertTrue(matches("dst [2001:db8::7]", v6));
    assertTrue(matches("dst 2001:db8::7", v6));
    assertTrue(matches("dst 2001:db8::/32", v6));
    assertTrue(matches("dst 2001:db8::7/128", v6));
    assertTrue(matches("src fe80::1", v6));
    assertFalse(matches("dst fe80::1", v6));
    assertTrue(matches("addr fe80::1", v6));
    assertFalse(matches("src 192.0.2.7", v4));
  }

  @Test
  void aUnixSocketHasNoAddressAndNoPortButAPath() {
    UnixRow unix =
        new UnixRow(
            "stream",
            SocketState.LISTEN,
            0,
            0,
            "/run/x.sock",
            0,
            7,
            21,
            22,
            Optional.empty(),
            Ownership.NONE);
    assertFalse(matches("src 0.0.0.0/0", unix));
    assertFalse(matches("port >= 0", unix));
    assertTrue(matches("path /run/*", unix));
    assertFalse(matches("path /tmp/*", unix));
    InetRow tcp = Rows.tcp(SocketState.LISTEN, "0.0.0.0:1", "0.0.0.0:0", 0, 0, 1);
    assertFalse(matches("path *", tcp));
    assertTrue(matches("inode 21", unix));
    assertFalse(matches("inode 22", unix));
  }

  @Test
  void whatIsOfNoProcessHasNeitherInodeNorUser() {
    InetRow gone = Rows.tcp(SocketState.TIME_WAIT, "10.0.0.1:1", "10.0.0.2:2", 0, 0, 0);
    assertFalse(matches("inode >= 0", gone));
    assertFalse(matches("inode = 0", gone));
    assertFalse(matches("user 0", gone));
  }

  @Test
  void aFilterTellsWhetherItAsksForOwners() {
    for (String asks :
        List.of(
            "pid 1",
            "process x",
            "not pid 1",
            "pid 1 port 1",
            "port 1 pid 1",
            "pid 1 or port 1",
            "port 1 or pid 1")) {
      assertTrue(parse(asks).asksOwners(), asks);
    }
    for (String asks : List.of("port 1", "not port 1", "port 1 port 2", "port 1 or recvq > 0")) {
      assertFalse(parse(asks).asksOwners(), asks);
    }
  }

  @Test
  void aFilterTellsWhetherItSpeaksOfAKindOfSockets() {
    for (String names :
        List.of(
            "proto udp",
            "path /x",
            "not proto tcp",
            "proto udp port 1",
            "port 1 proto udp",
            "proto udp or port 1",
            "port 1 or proto udp")) {
      assertTrue(parse(names).namesProto(), names);
    }
    for (String names : List.of("port 1", "not port 1", "port 1 port 2", "port 1 or pid 1")) {
      assertFalse(parse(names).namesProto(), names);
    }
  }

  private static Filter repeated(String word, int count, String end) {
    List<String> words = new ArrayList<>(Collections.nCopies(count, word));
    words.addAll(List.of(end.split(" ")));
    return FilterParser.parse(words, name -> OptionalLong.empty());
  }

  @Test
  void aFilterHasAtMostAThousandWordsAndFiveHundredLevels() {
    assertEquals(
        Filter.Answer.YES,
        repeated("established", 998, "port 1")
            .test(Rows.tcp(SocketState.ESTABLISHED, "10.0.0.1:1", "10.0.0.2:2", 0, 0, 1)));
    assertThrows(IllegalArgumentException.class, () -> repeated("established", 999, "port 1"));
    assertFalse(repeated("not", 400, "pid 1").namesProto());
    assertThrows(IllegalArgumentException.class, () -> repeated("not", 600, "pid 1"));
  }

  @Test
  void numbersHaveTheirLimits() {
    assertTrue(parse("pid 2147483647").asksOwners());
    assertThrows(IllegalArgumentException.class, () -> parse("pid 2147483648"));
    assertThrows(IllegalArgumentException.class, () -> parse("pid > 1"));
    assertTrue(parse("pid = 1").asksOwners());
    assertThrows(IllegalArgumentException.class, () -> parse("recvq > 9223372036854775808"));
    assertThrows(IllegalArgumentException.class, () -> parse("recvq > 8589934592g"));
    InetRow row = Rows.tcp(SocketState.LISTEN, "0.0.0.0:1", "0.0.0.0:0", 2 << 20, 0, 1);
    assertTrue(matches("recvq = 2m", row));
    assertTrue(matches("recvq = 2048k", row));
    assertFalse(matches("recvq = 2g", row));
    assertFalse(matches("recvq > 9223372036854775807", row));
    assertFalse(matches("recvq > 8589934591g", row));
    assertThrows(IllegalArgumentException.class, () -> parse("recvq > 1:"));
    assertThrows(IllegalArgumentException.class, () -> parse("recvq > 1/"));
  }
}
