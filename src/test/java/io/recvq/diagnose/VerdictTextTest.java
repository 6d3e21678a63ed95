package io.recvq.diagnose;

import static io.recvq.diagnose.End.both;
import static io.recvq.diagnose.End.nearOnly;
import static io.recvq.diagnose.End.sample;
import static io.recvq.diagnose.End.tcp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Rows;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.SocketTimer;
import io.recvq.sockets.TcpField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every kind of verdict with all that it says: its sentence, its evidence, its numbers. */
class VerdictTextTest {
  private static final long SECOND = 1_000_000_000L;
  private static final SocketTimer PERSIST = new SocketTimer(SocketTimer.Kind.PERSIST, 200, 0);

  private static void assertText(
      Verdict verdict, String summary, List<String> evidence, String numbers, String next) {
    assertEquals(summary, verdict.summary());
    assertEquals(evidence, verdict.evidence());
    assertEquals(
        numbers,
        verdict.numbers().stream()
            .map(number -> number.name() + "=" + number.value())
            .collect(Collectors.joining(" ")));
    assertEquals(next, verdict.next());
  }

  private static InetRow listener(long waiting, long backlog) {
    return Rows.tcp(SocketState.LISTEN, "0.0.0.0:7002", "0.0.0.0:0", waiting, backlog, 9);
  }

  private static InetRow withDrops(InetRow row, long drops) {
    return Rows.with(row, SocketTimer.OFF, tcp(), Rows.memory(0, 0, 0, drops));
  }

  @Test
  void aReceiverThatReadsNothing() {
    End first = End.quiet(tcp(TcpField.SND_WND, 9)).queues(0, 5000).waitingFor(PERSIST);
    End last =
        End.quiet(
                tcp(
                    TcpField.BUSY, 1_900_000,
                    TcpField.RWND_LIMITED, 1_425_000,
                    TcpField.NOTSENT, 3000,
                    TcpField.SND_WND, 9))
            .queues(0, 5000)
            .waitingFor(PERSIST);
    End receiver = End.quiet(tcp(TcpField.BYTES_RECEIVED, 128_512)).queues(128_512, 0);
    assertText(
        Diagnosis.connection(both(first, receiver, last, receiver)),
        "receiver is not reading: java (pid 200) at 10.0.0.2:7002",
        List.of(
            "Recv-Q 128,512 bytes wait to be read, none was read in 2.0 s",
            "the sender waited for window in 75 % of its busy time (rwnd_limited grew by 1.4 s)",
            "the sender's timer is persist: it probes a closed window",
            "Send-Q 5,000 bytes, of which 3,000 bytes were not sent yet"),
        "recvQ=128512 sendQ=5000 notSentBytes=3000 sendWindowBytes=9 busyMs=1900"
            + " rwndLimitedMs=1425 readBytes=0 movedBytes=0 watchedMs=2000",
        "jstack 200");
  }

  @Test
  void aReceiverThatReadsNothingOfWhatAQuietSenderSent() {
    End sender = End.quiet(tcp());
    End receiver = End.quiet(tcp()).queues(5000, 0);
    assertText(
        Diagnosis.connection(both(sender, receiver, sender, receiver)),
        "receiver is not reading: java (pid 200) at 10.0.0.2:7002",
        List.of("Recv-Q 5,000 bytes wait to be read, none was read in 2.0 s"),
        "recvQ=5000 sendQ=0 notSentBytes=0 sendWindowBytes=0 busyMs=0 rwndLimitedMs=0"
            + " readBytes=0 movedBytes=0 watchedMs=2000",
        "jstack 200");
  }

  @Test
  void aReceiverThatReadsTooSlowly() {
    End first = End.quiet(tcp()).queues(0, 3000);
    End last =
        End.quiet(
                tcp(
                    TcpField.BUSY, 2_000_000,
                    TcpField.RWND_LIMITED, 1_000_000,
                    TcpField.BYTES_ACKED, 800_000))
            .queues(0, 3000);
    End receiverFirst = End.quiet(tcp()).queues(50_000, 0);
    End receiver = End.quiet(tcp(TcpField.BYTES_RECEIVED, 800_000)).queues(60_000, 0);
    assertText(
        Diagnosis.connection(both(first, receiverFirst, last, receiver)),
        "receiver reads too slowly: java (pid 200) at 10.0.0.2:7002",
        List.of(
            "Recv-Q 60,000 bytes wait to be read, 790,000 bytes were read in 2.0 s",
            "the sender waited for window in 50 % of its busy time (rwnd_limited grew by 1.0 s)",
            "Send-Q 3,000 bytes, of which 0 bytes were not sent yet"),
        "recvQ=60000 sendQ=3000 notSentBytes=0 sendWindowBytes=0 busyMs=2000"
            + " rwndLimitedMs=1000 readBytes=790000 movedBytes=800000 watchedMs=2000",
        "jstack 200");
  }

  @Test
  void aQueueThatIsShortJustNowIsToldWithTheMostThatItHeld() {
    End first = End.quiet(tcp(TcpField.BUSY, 0, TcpField.RWND_LIMITED, 0));
    End last =
        End.quiet(
            tcp(
                TcpField.BUSY, 2_000_000,
                TcpField.RWND_LIMITED, 1_000_000,
                TcpField.BYTES_ACKED, 800_000));
    End receiverFirst = End.quiet(tcp()).queues(500_000, 0);
    End receiver = End.quiet(tcp(TcpField.BYTES_RECEIVED, 800_000)).queues(53, 0);
    assertEquals(
        "Recv-Q 53 bytes wait to be read now, 500,000 bytes at the most,"
            + " 1,299,947 bytes were read in 2.0 s",
        Diagnosis.connection(both(first, receiverFirst, last, receiver)).evidence().get(0));
  }

  @Test
  void ofAReceiverWithoutNumbersNobodySaysWhatItRead() {
    End first = End.quiet(tcp());
    End last = End.quiet(tcp(TcpField.BUSY, 2_000_000, TcpField.RWND_LIMITED, 2_000_000));
    InetRow receiver =
        Rows.tcp(SocketState.ESTABLISHED, "10.0.0.2:7002", "10.0.0.1:50000", 777, 0, 3);
    List<ConnectionSample> samples =
        nearOnly(first, last).stream()
            .map(s -> new ConnectionSample(s.atNanos(), s.near(), Optional.of(receiver)))
            .toList();
    assertText(
        Diagnosis.connection(samples),
        "receiver is not reading: 10.0.0.2:7002",
        List.of(
            "Recv-Q 777 bytes wait to be read",
            "the sender waited for window in 100 % of its busy time (rwnd_limited grew by 2.0 s)"),
        "recvQ=777 sendQ=0 notSentBytes=0 sendWindowBytes=0 busyMs=2000 rwndLimitedMs=2000"
            + " movedBytes=0 watchedMs=2000",
        "recvq why 7002   (on the receiver's machine)");
  }

  @Test
  void aPeerThatDoesNotAnswer() {
    End end =
        End.quiet(tcp(TcpField.LAST_ACK_RECV, 5700, TcpField.RTO, 3_264_000))
            .queues(0, 4_143_576)
            .waitingFor(new SocketTimer(SocketTimer.Kind.RETRANSMIT, 1300, 6));
    assertText(
        Diagnosis.connection(nearOnly(end, end)),
        "10.0.0.2:7002 does not answer",
        List.of(
            "the same segment was sent again 6 times without an answer, next in 1.3 s",
            "the last answer came 5.7 s ago; 4,143,576 bytes wait for one"),
        "retries=6 sendQ=4143576 rtoMs=3264 lastAnswerMs=5700 watchedMs=2000",
        "recvq ping 10.0.0.2");
  }

  @Test
  void aPeerThatDoesNotAnswerTheSyn() {
    End end =
        End.quiet(tcp(TcpField.RTO, 2_000_000))
            .in(SocketState.SYN_SENT)
            .queues(0, 1)
            .waitingFor(new SocketTimer(SocketTimer.Kind.RETRANSMIT, 900, 1));
    assertText(
        Diagnosis.connection(nearOnly(end, end)),
        "10.0.0.2:7002 does not answer",
        List.of("SYN was sent again 1 time without an answer, next in 900 ms"),
        "retries=1 sendQ=1 rtoMs=2000 lastAnswerMs=0 watchedMs=2000",
        "recvq probe 10.0.0.2 7002");
  }

  @Test
  void aLeak() {
    End client = End.quiet(tcp()).in(SocketState.FIN_WAIT2).withoutInode();
    End server =
        End.quiet(tcp(TcpField.LAST_DATA_RECV, 61_000)).in(SocketState.CLOSE_WAIT).queues(1, 0);
    List<ConnectionSample> samples = both(client, server, client, server);
    InetRow leak = samples.get(0).far().orElseThrow();
    assertText(
        Diagnosis.connection(samples, new Surroundings(List.of(leak, leak, leak))),
        "leak: java (pid 200) at 10.0.0.2:7002 does not close what its peer has closed",
        List.of(
            "it is in CLOSE_WAIT and sent nothing in 2.0 s",
            "this process holds 3 connections in CLOSE_WAIT"),
        "closeWaits=3 lastDataReceivedMs=61000 watchedMs=2000",
        "recvq sockets state close-wait --group process");
  }

  @Test
  void aSendBufferThatIsTooSmallByItsClock() {
    End last =
        End.quiet(
            tcp(
                TcpField.BUSY, 2_000_000,
                TcpField.SNDBUF_LIMITED, 1_500_000,
                TcpField.BYTES_ACKED, 90_000,
                TcpField.SND_CWND, 10,
                TcpField.SND_MSS, 1448));
    assertText(
        Diagnosis.connection(nearOnly(End.quiet(tcp()), last)),
        "send buffer is too small: java (pid 100) at 10.0.0.1:50000",
        List.of(
            "the sender waited for room in its send buffer in 75 % of its busy time"
                + " (sndbuf_limited grew by 1.5 s)",
            "its send buffer is 4,194,304 bytes (SO_SNDBUF as the kernel has it), the congestion"
                + " window 14,480 bytes; without setting it, the kernel sizes it, up to net.ipv4.tcp_wmem"),
        "sendBufferBytes=4194304 sendQ=0 cwnd=10 sndbufLimitedMs=1500 busyMs=2000"
            + " movedBytes=90000 watchedMs=2000",
        "recvq sockets --memory --info sport 50000");
  }

  @Test
  void aSendBufferThatIsTooSmallByWhatLiesInIt() {
    Map<TcpField, Long> windows =
        tcp(TcpField.SND_WND, 200_000, TcpField.SND_CWND, 10, TcpField.SND_MSS, 65_483);
    End first = End.quiet(windows).queues(0, 65_483).buffer(4608, 66_315);
    windows = new HashMap<>(windows);
    windows.put(TcpField.BUSY, 1_000_000L);
    End last = End.quiet(windows).queues(0, 65_483).buffer(4608, 66_315);
    assertText(
        Diagnosis.connection(nearOnly(first, last)),
        "send buffer is too small: java (pid 100) at 10.0.0.1:50000",
        List.of(
            "in 100 % of the readings with data in it, its send buffer was full, although the"
                + " peer's window and the congestion window had room for all of it",
            "its send buffer is 4,608 bytes (SO_SNDBUF as the kernel has it), the congestion"
                + " window 654,830 bytes; without setting it, the kernel sizes it, up to net.ipv4.tcp_wmem"),
        "sendBufferBytes=4608 sendQ=65483 cwnd=10 sndbufLimitedMs=0 busyMs=1000 movedBytes=0"
            + " watchedMs=2000",
        "recvq sockets --memory --info sport 50000");
  }

  @Test
  void ofASendBufferWhoseSizeIsNotKnownNoSizeIsTold() {
    End first = End.quiet(tcp()).buffer(0, 0);
    End last =
        End.quiet(tcp(TcpField.BUSY, 2_000_000, TcpField.SNDBUF_LIMITED, 1_000_000)).buffer(0, 0);
    assertEquals(
        List.of(
            "the sender waited for room in its send buffer in 50 % of its busy time"
                + " (sndbuf_limited grew by 1.0 s)"),
        Diagnosis.connection(nearOnly(first, last)).evidence());
  }

  @Test
  void aNetworkThatLosesSegments() {
    End last =
        End.quiet(
                tcp(
                    TcpField.BUSY, 1_900_000,
                    TcpField.TOTAL_RETRANS, 890,
                    TcpField.DATA_SEGS_OUT, 24_979,
                    TcpField.NOTSENT, 3_968_968,
                    TcpField.SND_CWND, 12,
                    TcpField.SND_MSS, 1448,
                    TcpField.UNACKED, 11,
                    TcpField.RTT, 41_000,
                    TcpField.MIN_RTT, 2500,
                    TcpField.BYTES_ACKED, 34_000_000))
            .queues(0, 4_164_448);
    assertText(
        Diagnosis.connection(nearOnly(End.quiet(tcp()), last)),
        "the network loses segments on the way to 10.0.0.2:7002",
        List.of(
            "890 segments were sent again of 24979 (4 %)",
            "3,968,968 bytes wait to be sent; the congestion window is 12 segments of 1448 bytes,"
                + " 11 in flight",
            "round trip 41 ms, the shortest was 2.5 ms; 17.0 MB/s arrive"),
        "retransmissions=890 segmentsSent=24979 cwnd=12 unackedSegments=11 notSentBytes=3968968"
            + " rttUs=41000 minRttUs=2500 movedBytes=34000000 busyMs=1900 watchedMs=2000",
        "recvq ping 10.0.0.2");
  }

  @Test
  void aNetworkInWhoseQueueEverythingLies() {
    Map<TcpField, Long> numbers =
        tcp(
            TcpField.SND_WND, 900_000,
            TcpField.SND_CWND, 500,
            TcpField.SND_MSS, 1448,
            TcpField.RTT, 41_000,
            TcpField.MIN_RTT, 2500);
    End first = End.quiet(numbers).queues(0, 100_000).buffer(4608, 110_000);
    numbers = new HashMap<>(numbers);
    numbers.put(TcpField.BUSY, 2_000_000L);
    numbers.put(TcpField.BYTES_ACKED, 4000L);
    End last = End.quiet(numbers).queues(0, 100_000).buffer(4608, 110_000);
    assertText(
        Diagnosis.connection(nearOnly(first, last)),
        "the network carries no more to 10.0.0.2:7002",
        List.of("round trip 41 ms, the shortest was 2.5 ms; 2.0 kB/s arrive"),
        "retransmissions=0 segmentsSent=0 cwnd=500 unackedSegments=0 notSentBytes=0 rttUs=41000"
            + " minRttUs=2500 movedBytes=4000 busyMs=2000 watchedMs=2000",
        "recvq ping 10.0.0.2");
  }

  @Test
  void aSenderThatSeldomWrites() {
    End last = End.quiet(tcp(TcpField.BYTES_ACKED, 41_000, TcpField.BUSY, 500_000));
    assertText(
        Diagnosis.connection(nearOnly(End.quiet(tcp()), last)),
        "sender writes too little: java (pid 100) at 10.0.0.1:50000",
        List.of(
            "it had data outstanding in only 25 % of the time, and nothing unsent",
            "41,000 bytes moved in 2.0 s, 20.5 kB/s"),
        "movedBytes=41000 notSentBytes=0 busyMs=500 watchedMs=2000",
        "strace -f -p 100");
  }

  @Test
  void aSenderThatLeavesRoom() {
    End last =
        End.quiet(
                tcp(
                    TcpField.BYTES_ACKED, 41_000,
                    TcpField.BUSY, 2_000_000,
                    TcpField.SND_CWND, 10,
                    TcpField.SND_MSS, 1448,
                    TcpField.SND_WND, 70_000))
            .queues(0, 14_000);
    assertText(
        Diagnosis.connection(nearOnly(End.quiet(tcp()), last)),
        "sender writes too little: java (pid 100) at 10.0.0.1:50000",
        List.of(
            "in 100 % of the readings its send buffer, the congestion window and the peer's window"
                + " had room for more",
            "41,000 bytes moved in 2.0 s, 20.5 kB/s"),
        "movedBytes=41000 notSentBytes=0 busyMs=2000 watchedMs=2000",
        "strace -f -p 100");
  }

  private static List<ConnectionSample> farOnly(End first, End last) {
    Optional<End> none = Optional.empty();
    return List.of(
        sample(0, none, Optional.of(first)),
        sample(1, none, Optional.of(last)),
        sample(2, none, Optional.of(last)));
  }

  @Test
  void aSenderElsewhereWhoseDataIsReadAtOnce() {
    End last = End.quiet(tcp(TcpField.BYTES_RECEIVED, 41_000));
    assertText(
        Diagnosis.connection(farOnly(End.quiet(tcp()), last)),
        "the receiver keeps up; the sender or the network limits: 10.0.0.1:50000",
        List.of(
            "the receiver read everything at once: its Recv-Q is empty",
            "from here it cannot be told whether the sender or the network limits",
            "41,000 bytes moved in 2.0 s, 20.5 kB/s"),
        "movedBytes=41000 notSentBytes=0 busyMs=0 watchedMs=2000",
        "recvq why 50000   (on the sender's machine)");
  }

  @Test
  void anIdleConnection() {
    End end = End.quiet(tcp(TcpField.BUSY, 3_000_000));
    End later = End.quiet(tcp(TcpField.BUSY, 3_007_000));
    assertText(
        Diagnosis.connection(both(end, end, later, end)),
        "idle",
        List.of("no byte moved in 2.0 s, and none is queued"),
        "movedBytes=0 busyMs=7 watchedMs=2000",
        "");
  }

  @Test
  void anIdleConnectionThatIsNotOpenIsToldWithItsState() {
    End end = End.quiet(tcp()).in(SocketState.FIN_WAIT2);
    assertEquals("idle, in FIN_WAIT2", Diagnosis.connection(nearOnly(end, end)).summary());
    assertEquals("idle, in FIN_WAIT2", Diagnosis.connection(farOnly(end, end)).summary());
  }

  @Test
  void aConnectionThatWasGone() {
    Optional<End> none = Optional.empty();
    assertText(
        Diagnosis.connection(List.of(sample(0, none, none), sample(2, none, none))),
        "the connection was gone before it could be watched",
        List.of(),
        "movedBytes=0 busyMs=0 watchedMs=2000",
        "");
  }

  /** Busy, but not so busy that anything holds it back, and with a little that is unsent. */
  private static End moving(long acked, long busyMicros) {
    return End.quiet(
            tcp(TcpField.BYTES_ACKED, acked, TcpField.BUSY, busyMicros, TcpField.NOTSENT, 20_000))
        .queues(0, 20_000);
  }

  @Test
  void aConnectionThatNothingLimits() {
    assertText(
        Diagnosis.connection(nearOnly(moving(0, 0), moving(41_000_000, 1_200_000))),
        "nothing limits it",
        List.of("41,000,000 bytes moved in 2.0 s, 20.5 MB/s"),
        "movedBytes=41000000 busyMs=1200 watchedMs=2000",
        "");
  }

  @Test
  void whatMovedInNoTimeHasNoRate() {
    List<ConnectionSample> samples =
        List.of(
            sample(1, Optional.of(moving(0, 0)), Optional.empty()),
            sample(1, Optional.of(moving(5, 0)), Optional.empty()));
    assertEquals(List.of("5 bytes moved in 0 µs"), Diagnosis.connection(samples).evidence());
  }

  @Test
  void ofTwoDirectionsTheBusierIsToldElseTheOneFromTheNearEnd() {
    End first = moving(0, 0);
    End little = moving(1000, 1_200_000);
    End much = moving(2000, 1_300_000);
    assertEquals(
        1300, Diagnosis.connection(both(first, first, little, much)).numbers().get(1).value());
    assertEquals(
        1300, Diagnosis.connection(both(first, first, much, little)).numbers().get(1).value());
    End asMuch = moving(1000, 1_100_000);
    assertEquals(
        1200, Diagnosis.connection(both(first, first, little, asMuch)).numbers().get(1).value());
  }

  @Test
  void aConnectionThatNobodyAccepted() {
    End client = End.quiet(tcp());
    End waiting = End.quiet(tcp()).withoutInode().queues(12, 0);
    assertText(
        Diagnosis.connection(both(client, waiting, client, waiting)),
        "no process has accepted the connection at 10.0.0.2:7002",
        List.of(
            "it is ESTABLISHED in the kernel but belongs to no process: it waits in the accept"
                + " queue",
            "12 bytes of it wait there to be read"),
        "recvQ=12 watchedMs=2000",
        "recvq sockets state listening and port 7002 --owners");
  }

  @Test
  void aConnectionThatCannotGetIntoTheAcceptQueue() {
    InetRow client = Rows.tcp(SocketState.SYN_SENT, "127.0.0.1:50000", "127.0.0.1:7002", 0, 1, 8);
    ConnectionSample sample = new ConnectionSample(0, Optional.of(client), Optional.empty());
    assertText(
        Diagnosis.connection(List.of(sample, sample), new Surroundings(List.of(listener(3, 2)))),
        "the accept queue is full: 0.0.0.0:7002 does not accept",
        List.of(
            "3 connections wait to be accepted; the backlog is 2",
            "the connection waits in SYN_SENT"),
        "acceptQueue=3 backlog=2 drops=0 dropsWhileWatched=0",
        "recvq sockets --watch port 7002");
  }

  @Test
  void aListenerThatDroppedConnectionsBeforeItWasWatched() {
    InetRow row = withDrops(listener(3, 2), 6);
    assertEquals(
        List.of(
            "3 connections wait to be accepted; the backlog is 2",
            "6 connection attempts were dropped since it listens"),
        AcceptQueueRule.listener(List.of(row, row), SECOND).evidence());
  }

  @Test
  void aListenerWhoseQueueOverflowsNowAndThen() {
    assertText(
        AcceptQueueRule.listener(
            List.of(withDrops(listener(0, 2), 6), withDrops(listener(2, 2), 7)), SECOND),
        "the accept queue overflows: 0.0.0.0:7002 accepts too slowly",
        List.of(
            "7 connection attempts were dropped since it listens, 1 of them while it was watched"),
        "acceptQueue=2 backlog=2 drops=7 dropsWhileWatched=1",
        "recvq sockets --watch port 7002");
  }

  @Test
  void aListenerThatDoesNotAccept() {
    InetRow row = listener(1, 128);
    assertText(
        AcceptQueueRule.listener(List.of(row, row), 3 * SECOND),
        "0.0.0.0:7002 does not accept",
        List.of("1 connection waits in the accept queue of 128, and none was accepted in 3.0 s"),
        "acceptQueue=1 backlog=128 drops=0 dropsWhileWatched=0",
        "recvq sockets --watch port 7002");
  }

  @Test
  void aListenerThatAccepts() {
    assertText(
        AcceptQueueRule.listener(List.of(listener(2, 128), listener(0, 128)), SECOND),
        "the listener accepts in time",
        List.of("0 connections wait in the accept queue of 128"),
        "acceptQueue=0 backlog=128 drops=0 dropsWhileWatched=0",
        "");
  }

  @Test
  void aListenerWhoseBacklogIsNotKnown() {
    InetRow row = listener(2, SocketRow.UNKNOWN);
    assertText(
        AcceptQueueRule.listener(List.of(row), SECOND),
        "the listener accepts in time",
        List.of("2 connections wait in the accept queue"),
        "acceptQueue=2 drops=0 dropsWhileWatched=0",
        "");
  }
}
