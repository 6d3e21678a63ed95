package io.recvq.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Orders, sums and words of rows. */
class OrdersTest {
  private static final InetRow WEB =
      Rows.tcp(SocketState.ESTABLISHED, "10.0.0.5:40000", "192.0.2.7:443", 5, 500, 11)
          .withOwners(Rows.by(9, "curl", 5));
  private static final InetRow SSH =
      Rows.tcp(SocketState.CLOSE_WAIT, "10.0.0.4:50000", "192.0.2.8:22", 7, 900, 12)
          .withOwners(Rows.by(8, "ssh", 5));
  private static final InetRow OLD =
      Rows.tcp(SocketState.TIME_WAIT, "10.0.0.6:1", "192.0.2.1:1", 0, 0, 0);

  private static UnixRow unix(String path, long peer) {
    return new UnixRow(
        "stream",
        SocketState.ESTABLISHED,
        0,
        0,
        path,
        peer,
        7,
        21,
        22,
        Optional.empty(),
        Ownership.NONE);
  }

  private static List<SocketRow> sorted(SocketOrder order, SocketRow... rows) {
    return Arrays.stream(rows).sorted(order.comparator()).toList();
  }

  @Test
  void addressesComeByFamilyAndNumberAndBehindThemUnixSocketsByPathAndPeer() {
    UnixRow a = unix("/a", 9);
    UnixRow b = unix("/b", 8);
    assertEquals(List.of(SSH, WEB, a, b), sorted(SocketOrder.LOCAL, b, WEB, a, SSH));
    assertEquals(List.of(WEB, SSH, b, a), sorted(SocketOrder.REMOTE, a, SSH, b, WEB));
    assertEquals(List.of(WEB, a), sorted(SocketOrder.LOCAL, WEB, a));
    assertEquals(List.of(WEB, SSH, a), sorted(SocketOrder.PORT, a, SSH, WEB));
  }

  @Test
  void processesComeByNameAndNumberAndRowsWithoutOneLast() {
    assertEquals(List.of(WEB, SSH, OLD), sorted(SocketOrder.PROCESS, OLD, SSH, WEB));
    assertEquals(List.of(SSH, WEB, OLD), sorted(SocketOrder.PID, OLD, WEB, SSH));
  }

  @Test
  void tcpsNumbersComeWithTheLargestFirstAndUnknownOnesLast() {
    InetRow slow = Rows.with(WEB, Map.of(TcpField.RTT, 900L, TcpField.TOTAL_RETRANS, 0L));
    InetRow lossy = Rows.with(SSH, Map.of(TcpField.RTT, 0L, TcpField.TOTAL_RETRANS, 3L));
    UnixRow unix = unix("", 0);
    assertEquals(List.of(slow, lossy, OLD), sorted(SocketOrder.RTT, OLD, lossy, slow));
    assertEquals(List.of(lossy, slow, unix), sorted(SocketOrder.RETRANS, unix, slow, lossy));
  }

  private static List<SocketOrder> orders(Predicate<SocketOrder> holds) {
    return Arrays.stream(SocketOrder.values()).filter(holds).toList();
  }

  @Test
  void ordersAskForWhatTheyLookAt() {
    assertEquals(List.of(SocketOrder.RTT, SocketOrder.RETRANS), orders(SocketOrder::asksTcpInfo));
    assertEquals(List.of(SocketOrder.PROCESS, SocketOrder.PID), orders(SocketOrder::asksOwners));
    assertEquals(
        List.of(SocketTotals.Grouping.PROCESS),
        Arrays.stream(SocketTotals.Grouping.values()).filter(g -> g.asksOwners()).toList());
  }

  @Test
  void rowsOfAKeyAreAddedUp() {
    InetRow listener = Rows.tcp(SocketState.LISTEN, "0.0.0.0:1", "0.0.0.0:0", 2, 128, 1);
    Map<String, SocketTotals> totals =
        SocketTotals.by(
            List.of(WEB, OLD, SSH, OLD, listener, WEB, listener, SSH, unix("", 0)),
            SocketRow::protoName);
    assertEquals(List.of("tcp", "unix"), List.copyOf(totals.keySet()));
    assertEquals(new SocketTotals(8, 2, 2, 2, 2, 24, 2800), totals.get("tcp"));
    assertEquals(new SocketTotals(1, 1, 0, 0, 0, 0, 0), totals.get("unix"));
  }

  @Test
  void socketsThatMayNotBeLookedIntoAreCounted() {
    InetRow closed = WEB.withOwners(Ownership.NOT_PERMITTED);
    assertEquals(Optional.empty(), Ownership.limit(List.of(WEB, OLD)));
    assertEquals(
        Optional.of(
            "1 socket belongs to processes that you may not look into, and may be missing; it"
                + " needs root with CAP_SYS_PTRACE"),
        Ownership.limit(List.of(WEB, closed)));
    assertEquals(
        Optional.of(
            "2 sockets belong to processes that you may not look into, and may be missing; it"
                + " needs root with CAP_SYS_PTRACE"),
        Ownership.limit(List.of(closed, OLD, closed)));
  }

  @Test
  void rowsWithoutAConnectionAreTheSameByInodeElseByCookie() {
    InetRow first = Rows.tcp(SocketState.LISTEN, "0.0.0.0:1", "0.0.0.0:0", 0, 1, 5);
    InetRow moved = Rows.tcp(SocketState.LISTEN, "0.0.0.0:2", "0.0.0.0:0", 0, 1, 5);
    InetRow other = Rows.tcp(SocketState.LISTEN, "0.0.0.0:1", "0.0.0.0:0", 0, 1, 6);
    InetRow gone = Rows.tcp(SocketState.LISTEN, "0.0.0.0:1", "0.0.0.0:0", 0, 1, 0);
    assertEquals(TableChanges.identity(first), TableChanges.identity(moved));
    assertNotEquals(TableChanges.identity(first), TableChanges.identity(other));
    assertEquals(-1000L, TableChanges.identity(gone), "a cookie is never taken for an inode");
  }

  @Test
  void wordsAreThoseOfNetstatAndSs() {
    assertEquals("ESTABLISHED", WEB.stateName());
    assertEquals(
        "CLOSE", Rows.tcp(SocketState.CLOSE, "10.0.0.1:1", "0.0.0.0:0", 0, 0, 1).stateName());
    assertEquals(
        "SYN_RECV",
        Rows.tcp(SocketState.NEW_SYN_RECV, "10.0.0.1:1", "10.0.0.2:2", 0, 0, 1).stateName());
    UnixRow named = unix("/run/x", 33);
    assertEquals("unix /run/x inode:33", words(named));
    assertEquals("unix * *", words(unix("", 0)));
    assertEquals(
        List.of("off", "on", "keepalive", "timewait", "persist", "unknown"),
        Arrays.stream(SocketTimer.Kind.values()).map(SocketTimer.Kind::word).toList());
    assertEquals(
        List.of("sock_diag", "/proc/net"),
        Arrays.stream(Snapshot.Source.values()).map(Snapshot.Source::word).toList());
    assertEquals(List.of(6, 17, 255, 0), Arrays.stream(Proto.values()).map(Proto::number).toList());
    assertEquals("rtoUs", TcpField.RTO.word());
  }

  private static String words(UnixRow row) {
    return row.protoName() + " " + row.localText() + " " + row.remoteText();
  }

  @Test
  void statesHaveTheKernelsNumbers() {
    for (int number = 1; number <= 12; number++) {
      SocketState state = SocketState.of(number).orElseThrow();
      assertEquals(number, state.number());
      assertEquals(1 << number, state.bit());
    }
    assertEquals(Optional.empty(), SocketState.of(0));
    assertEquals(Optional.empty(), SocketState.of(13));
  }

  @Test
  void aTimerHasTheKindOfItsNumber() {
    assertEquals(SocketTimer.OFF, SocketTimer.of(0, 500, 0));
    assertEquals(new SocketTimer(SocketTimer.Kind.OFF, 0, 2), SocketTimer.of(0, 500, 2));
    assertEquals(new SocketTimer(SocketTimer.Kind.RETRANSMIT, 500, 0), SocketTimer.of(1, 500, 0));
    assertEquals(new SocketTimer(SocketTimer.Kind.PERSIST, 500, 2), SocketTimer.of(4, 500, 2));
    assertEquals(new SocketTimer(SocketTimer.Kind.UNKNOWN, 500, 2), SocketTimer.of(5, 500, 2));
    assertEquals(new SocketTimer(SocketTimer.Kind.UNKNOWN, 500, 2), SocketTimer.of(-1, 500, 2));
  }

  @Test
  void aTcpInfoAnswersWhatItWasMadeOf() {
    TcpInfo info =
        TcpInfo.of(
            Map.of(
                TcpField.SND_CWND, 10L,
                TcpField.NOTSENT, 11L,
                TcpField.BUSY, 1L << 40,
                TcpField.RWND_LIMITED, 13L,
                TcpField.SNDBUF_LIMITED, 14L,
                TcpField.TOTAL_RETRANS, 0xffff_ffffL,
                TcpField.TOTAL_RTO, 0xffffL));
    assertEquals(10, info.congestionWindow());
    assertEquals(11, info.notSentBytes());
    assertEquals(1L << 40, info.busyMicros());
    assertEquals(13, info.rwndLimitedMicros());
    assertEquals(14, info.sndbufLimitedMicros());
    assertEquals(0xffff_ffffL, info.totalRetransmissions());
    assertEquals(OptionalLong.of(0xffff), info.get(TcpField.TOTAL_RTO));
    assertFalse(info.deliveryRateAppLimited());
    assertTrue(TcpInfo.of(Map.of(TcpField.FLAGS, 3L)).deliveryRateAppLimited());
    assertFalse(TcpInfo.of(Map.of(TcpField.FLAGS, 2L)).deliveryRateAppLimited());
  }

  @Test
  void aLimitThatIsNoneHasNoValue() {
    TcpInfo none =
        TcpInfo.of(Map.of(TcpField.MAX_PACING_RATE, -1L, TcpField.SND_SSTHRESH, 0x7fff_ffffL));
    assertEquals(OptionalLong.empty(), none.get(TcpField.MAX_PACING_RATE));
    assertEquals(OptionalLong.empty(), none.get(TcpField.SND_SSTHRESH));
    TcpInfo some =
        TcpInfo.of(
            Map.of(
                TcpField.MAX_PACING_RATE, 5L,
                TcpField.SND_SSTHRESH, 0x7fff_fffeL,
                TcpField.PACING_RATE, -1L,
                TcpField.RTT, 0x7fff_ffffL));
    assertEquals(OptionalLong.of(5), some.get(TcpField.MAX_PACING_RATE));
    assertEquals(OptionalLong.of(0x7fff_fffe), some.get(TcpField.SND_SSTHRESH));
    assertEquals(OptionalLong.of(-1), some.get(TcpField.PACING_RATE));
    assertEquals(OptionalLong.of(0x7fff_ffff), some.get(TcpField.RTT));
  }

  @Test
  void aFieldIsKnownFromTheKernelOnThatGivesItWhole() {
    byte[] struct = new byte[232];
    Arrays.fill(struct, (byte) 1);
    TcpInfo whole = TcpInfo.of(ByteBuffer.wrap(struct), 0, 232);
    TcpInfo cut = TcpInfo.of(ByteBuffer.wrap(struct), 0, 231);
    assertEquals(OptionalLong.of(0x01010101), whole.sendWindowBytes());
    assertEquals(0x01010101, whole.orZero(TcpField.SND_WND));
    assertEquals(OptionalLong.empty(), cut.sendWindowBytes());
    assertEquals(0, cut.orZero(TcpField.SND_WND));
  }

  @Test
  void tcpInfosAreEqualByTheirNumbersAndShowThoseThatAreNotZero() {
    TcpInfo info = TcpInfo.of(Map.of(TcpField.RTT, 7L, TcpField.NOTSENT, 9L));
    TcpInfo same = TcpInfo.of(Map.of(TcpField.RTT, 7L, TcpField.NOTSENT, 9L));
    assertEquals(info, same);
    assertEquals(info.hashCode(), same.hashCode());
    assertNotEquals(info, TcpInfo.of(Map.of(TcpField.RTT, 8L, TcpField.NOTSENT, 9L)));
    assertNotEquals(info.hashCode(), TcpInfo.of(Map.of()).hashCode());
    assertFalse(info.equals(new Object()));
    assertEquals("TcpInfo[rttUs=7 notSentBytes=9]", info.toString());
  }

  @Test
  void aStarStandsForAnyCharactersAndForNone() {
    assertTrue(WildCard.matches("", ""));
    assertTrue(WildCard.matches("*", ""));
    assertTrue(WildCard.matches("ab**", "ab"));
    assertTrue(WildCard.matches("a*b*c", "a1bb2c"));
    assertTrue(WildCard.matches("*ab", "aab"));
    assertFalse(WildCard.matches("ab", "abc"));
    assertFalse(WildCard.matches("abc", "ab"));
    assertFalse(WildCard.matches("a*b", "acbc"));
    assertFalse(WildCard.matches("*b", "a"));
    assertFalse(WildCard.matches("b", "a"));
  }
}
