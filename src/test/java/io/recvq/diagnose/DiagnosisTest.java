package io.recvq.diagnose;

import static io.recvq.diagnose.End.both;
import static io.recvq.diagnose.End.nearOnly;
import static io.recvq.diagnose.End.sample;
import static io.recvq.diagnose.End.tcp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.sockets.ConnectionSample;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.Rows;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.SocketTimer;
import io.recvq.sockets.TcpField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules on numbers that were recorded from real situations, two seconds each. */
class DiagnosisTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Optional<End> EMPTY = Optional.empty();
  private static final SocketTimer PERSIST = new SocketTimer(SocketTimer.Kind.PERSIST, 200, 0);

  private static void assertVerdict(
      LimitedBy limitedBy, String cause, List<ConnectionSample> samples) {
    Verdict verdict = Diagnosis.connection(samples);
    assertEquals(limitedBy, verdict.limitedBy(), verdict.toString());
    assertEquals(cause, verdict.cause().orElse(""), verdict.toString());
    assertFalse(verdict.evidence().isEmpty(), verdict.toString());
    assertEquals(verdict.isBad(), !verdict.next().isEmpty(), "a bad verdict names the next step");
  }

  @Test
  void aReceiverThatStoppedReadingIsNamedWithItsProcess() {
    End sender =
        End.quiet(tcp(TcpField.BUSY, 100_000, TcpField.RWND_LIMITED, 90_000))
            .queues(0, 4_163_072)
            .waitingFor(PERSIST);
    End senderLater =
        End.quiet(
                tcp(
                    TcpField.BUSY,
                    2_100_000,
                    TcpField.RWND_LIMITED,
                    2_090_000,
                    TcpField.NOTSENT,
                    4_163_072))
            .queues(0, 4_163_072)
            .waitingFor(PERSIST);
    End receiver = End.quiet(tcp(TcpField.BYTES_RECEIVED, 128_512)).queues(128_512, 0);
    List<ConnectionSample> samples = both(sender, receiver, senderLater, receiver);
    assertVerdict(LimitedBy.RECEIVER, "not-reading", samples);
    Verdict verdict = Diagnosis.connection(samples);
    assertEquals("receiver is not reading: java (pid 200) at 10.0.0.2:7002", verdict.summary());
    assertEquals(
        List.of(
            "Recv-Q 128,512 bytes wait to be read, none was read in 2.0 s",
            "the sender waited for window in 100 % of its busy time (rwnd_limited grew by 2.0 s)",
            "the sender's timer is persist: it probes a closed window",
            "Send-Q 4,163,072 bytes, of which 4,163,072 bytes were not sent yet"),
        verdict.evidence());
    assertEquals("jstack 200", verdict.next());
  }

  @Test
  void aRemoteReceiverIsNamedFromTheSendersClockAlone() {
    End first = End.quiet(tcp(TcpField.BUSY, 0)).queues(0, 2_000_000).waitingFor(PERSIST);
    End last =
        End.quiet(tcp(TcpField.BUSY, 2_000_000, TcpField.RWND_LIMITED, 1_990_000))
            .queues(0, 2_000_000)
            .waitingFor(PERSIST);
    assertVerdict(LimitedBy.RECEIVER, "not-reading", nearOnly(first, last));
    assertEquals(
        "receiver is not reading: 10.0.0.2:7002",
        Diagnosis.connection(nearOnly(first, last)).summary());
  }

  @Test
  void unreadBytesWithoutAnythingUnsentAreStillTheReceivers() {
    End sender = End.quiet(tcp(TcpField.BYTES_ACKED, 5000));
    End receiver = End.quiet(tcp(TcpField.BYTES_RECEIVED, 5000)).queues(5000, 0);
    assertVerdict(LimitedBy.RECEIVER, "not-reading", both(sender, receiver, sender, receiver));
  }

  @Test
  void aReceiverThatReadsALittleReadsTooSlowly() {
    End first = End.quiet(tcp(TcpField.BUSY, 0)).queues(0, 3_000_000);
    End last =
        End.quiet(
                tcp(
                    TcpField.BUSY,
                    2_000_000,
                    TcpField.RWND_LIMITED,
                    1_900_000,
                    TcpField.BYTES_ACKED,
                    800_000))
            .queues(0, 3_000_000);
    End receiverFirst = End.quiet(tcp(TcpField.BYTES_RECEIVED, 0)).queues(60_000, 0);
    End receiver = End.quiet(tcp(TcpField.BYTES_RECEIVED, 800_000)).queues(60_000, 0);
    assertVerdict(LimitedBy.RECEIVER, "slow-reader", both(first, receiverFirst, last, receiver));
  }

  @Test
  void aBusyReaderWhoseQueueIsSeenFilledOnceIsNotBlamed() {
    End first = End.quiet(tcp(TcpField.BYTES_ACKED, 0));
    End last =
        End.quiet(tcp(TcpField.BUSY, 300_000, TcpField.BYTES_ACKED, 50_000_000)).queues(0, 0);
    End receiverFirst = End.quiet(tcp(TcpField.BYTES_RECEIVED, 0)).queues(9000, 0);
    End receiver = End.quiet(tcp(TcpField.BYTES_RECEIVED, 50_000_000)).queues(0, 0);
    assertVerdict(LimitedBy.SENDER, "application", both(first, receiverFirst, last, receiver));
  }

  @Test
  void aSenderThatWritesSeldomIsNamed() {
    End first = End.quiet(tcp(TcpField.BYTES_ACKED, 1000));
    End last = End.quiet(tcp(TcpField.BYTES_ACKED, 41_000, TcpField.BUSY, 2_000));
    assertVerdict(LimitedBy.SENDER, "application", nearOnly(first, last));
  }

  @Test
  void aSenderThatWritesSeldomIsNamedThoughItsPeerAcknowledgesLate() {
    End first =
        End.quiet(tcp(TcpField.BYTES_ACKED, 1000, TcpField.UNACKED, 1, TcpField.SND_CWND, 10))
            .queues(0, 1000);
    End last =
        End.quiet(
                tcp(
                    TcpField.BYTES_ACKED,
                    41_000,
                    TcpField.BUSY,
                    1_900_000,
                    TcpField.UNACKED,
                    1,
                    TcpField.SND_CWND,
                    10))
            .queues(0, 1000);
    assertVerdict(LimitedBy.SENDER, "application", nearOnly(first, last));
  }

  @Test
  void aSmallSendBufferIsTheSendersByItsClock() {
    End first = End.quiet(tcp(TcpField.BUSY, 0));
    End last =
        End.quiet(
            tcp(
                TcpField.BUSY,
                1_800_000,
                TcpField.SNDBUF_LIMITED,
                1_500_000,
                TcpField.BYTES_ACKED,
                90_000));
    assertVerdict(LimitedBy.SENDER, "send-buffer", nearOnly(first, last));
  }

  @Test
  void aSmallSendBufferIsTheSendersByWhatLiesInIt() {
    Map<TcpField, Long> numbers =
        tcp(
            TcpField.BUSY,
            1_700_000,
            TcpField.BYTES_ACKED,
            280_000_000,
            TcpField.SND_WND,
            1_282_048,
            TcpField.SND_CWND,
            10,
            TcpField.SND_MSS,
            65_483);
    End first = End.quiet(tcp(TcpField.SND_WND, 1_282_048)).queues(0, 65_483).buffer(4608, 66_315);
    End last = End.quiet(numbers).queues(0, 65_483).buffer(4608, 66_315);
    assertVerdict(LimitedBy.SENDER, "send-buffer", nearOnly(first, last));
  }

  @Test
  void aSmallSendBufferThatAFastPeerEmptiesBetweenWritesIsTheSendersToo() {
    Map<TcpField, Long> busy =
        tcp(
            TcpField.BUSY, 1_888_000,
            TcpField.SND_WND, 1_282_048,
            TcpField.BYTES_ACKED, 788_004_864,
            TcpField.SND_CWND, 12,
            TcpField.SND_MSS, 65_483,
            TcpField.UNACKED, 2);
    End full = End.quiet(busy).queues(0, 65_483).buffer(4608, 66_315);
    End empty = End.quiet(busy).buffer(4608, 0);
    List<ConnectionSample> samples = new ArrayList<>();
    samples.add(sample(0, Optional.of(End.quiet(tcp(TcpField.SND_WND, 1_282_048))), EMPTY));
    for (int i = 0; i < 10; i++) {
      samples.add(sample(2, Optional.of(i % 3 == 0 ? full : empty), EMPTY));
    }
    assertVerdict(LimitedBy.SENDER, "send-buffer", samples);
  }

  /** What the sender showed on a path of 40 ms; segments of 1448 bytes. */
  private static End onALongPath(
      long sendQ, long notSent, long cwnd, long peersWindow, long limit, long queued) {
    return End.quiet(
            tcp(
                TcpField.BUSY, 2_000_000,
                TcpField.BYTES_ACKED, 3_000_000,
                TcpField.SND_MSS, 1448,
                TcpField.SND_CWND, cwnd,
                TcpField.UNACKED, (sendQ - notSent) / 1448,
                TcpField.NOTSENT, notSent,
                TcpField.SND_WND, peersWindow,
                TcpField.RTT, 41_000,
                TcpField.MIN_RTT, 40_300))
        .queues(0, sendQ)
        .buffer(limit, queued);
  }

  private static List<ConnectionSample> readings(End... ends) {
    End start = ends[0];
    Map<TcpField, Long> before = new HashMap<>(start.tcp());
    before.put(TcpField.BUSY, 0L);
    before.put(TcpField.BYTES_ACKED, 0L);
    End first =
        End.quiet(before).queues(0, start.sendQ()).buffer(start.sendLimit(), start.sendQueued());
    List<ConnectionSample> samples = new ArrayList<>();
    samples.add(sample(0, Optional.of(first), EMPTY));
    for (End end : ends) {
      samples.add(sample(2, Optional.of(end), EMPTY));
    }
    return samples;
  }

  @Test
  void aSmallSendBufferOnALongPathIsTheSendersAlthoughPacingLeavesSomeOfItUnsent() {
    assertVerdict(
        LimitedBy.SENDER,
        "send-buffer",
        readings(
            onALongPath(68_056, 0, 71, 171_008, 9216, 88_024),
            onALongPath(68_056, 7240, 97, 304_128, 9216, 86_360),
            onALongPath(21_720, 0, 104, 304_128, 9216, 28_376),
            onALongPath(68_056, 41_992, 130, 304_128, 9216, 76_376)));
  }

  @Test
  void aSendBufferThatDrainsByAThirdBeforeTheProcessIsWokenIsTheSendersToo() {
    End draining = onALongPath(83_984, 40_544, 142, 298_304, 131_072, 98_128);
    Map<TcpField, Long> waited = new HashMap<>(draining.tcp());
    waited.put(TcpField.SNDBUF_LIMITED, 200_000L);
    End last = End.quiet(waited).queues(0, 83_984).buffer(131_072, 98_128);
    assertVerdict(
        LimitedBy.SENDER,
        "send-buffer",
        readings(
            onALongPath(133_216, 0, 120, 237_568, 131_072, 171_488),
            draining,
            onALongPath(95_568, 0, 138, 965_632, 131_072, 123_856),
            last));
  }

  @Test
  void aProcessThatWritesLittleOnALongPathIsTheSenderAlthoughItIsAlwaysBusy() {
    assertVerdict(
        LimitedBy.SENDER,
        "application",
        readings(
            onALongPath(40_904, 904, 110, 235_520, 407_808, 55_048),
            onALongPath(22_488, 1312, 110, 235_520, 407_808, 30_808),
            onALongPath(45_520, 5384, 110, 235_520, 407_808, 59_664)));
  }

  @Test
  void aProcessThatWaitsForAnswersIsTheSenderAlthoughItFillsMostOfItsBuffer() {
    assertVerdict(
        LimitedBy.SENDER,
        "application",
        readings(
            onALongPath(200_000, 120_360, 237, 475_136, 262_656, 210_816),
            onALongPath(43_616, 0, 285, 1_411_072, 262_656, 48_608),
            onALongPath(200_000, 176, 291, 1_411_072, 262_656, 219_968)));
  }

  @Test
  void aBufferOfTheKernelsSizeIsNeverTooSmall() {
    assertVerdict(
        LimitedBy.NETWORK,
        "congestion-window",
        readings(
            onALongPath(4_137_360, 2_831_264, 902, 5_760_000, 4_194_304, 4_218_064),
            onALongPath(3_232_360, 2_546_008, 1602, 5_775_360, 4_194_304, 3_301_416),
            onALongPath(4_127_224, 2_728_456, 1966, 5_775_360, 4_194_304, 4_200_440)));
  }

  @Test
  void aSmallSendBufferThatLiesWholeInAQueueOnThePathIsTheNetworks() {
    End queued = onALongPath(131_072, 0, 1581, 6_375_424, 131_072, 133_568);
    Map<TcpField, Long> slow = new HashMap<>(queued.tcp());
    slow.put(TcpField.MIN_RTT, 100L);
    End end = End.quiet(slow).queues(0, 131_072).buffer(131_072, 133_568);
    assertVerdict(LimitedBy.NETWORK, "queueing", readings(end, end));
  }

  @Test
  void aReaderSoSlowThatNoWindowOpensMeanwhileReadsTooSlowly() {
    Map<TcpField, Long> numbers =
        tcp(TcpField.BUSY, 950_000, TcpField.RWND_LIMITED, 940_000, TcpField.NOTSENT, 4_137_472);
    End sender = End.quiet(tcp()).queues(0, 4_137_472).waitingFor(PERSIST);
    End later = End.quiet(numbers).queues(0, 4_137_472).waitingFor(PERSIST);
    End receiver = End.quiet(tcp(TcpField.BYTES_RECEIVED, 9_000_000)).queues(84_992, 0);
    assertVerdict(
        LimitedBy.RECEIVER,
        "slow-reader",
        both(sender, receiver, later, receiver.queues(15_360, 0)));
  }

  @Test
  void wherePermissionLacksTheNextStepIsToAskAsRoot() {
    InetRow row =
        Rows.tcp(SocketState.LISTEN, "0.0.0.0:7002", "0.0.0.0:0", 3, 2, 9)
            .withOwners(Ownership.NOT_PERMITTED);
    assertEquals(
        "sudo recvq sockets --owners sport 7002   (whose process it is)",
        AcceptQueueRule.listener(List.of(row, row), SECOND).next());
    assertEquals(
        "head /proc/7/task/*/wchan   (where its threads wait)",
        AcceptQueueRule.listener(List.of(row.withOwners(Rows.by(7, "python3", 3))), SECOND).next());
  }

  @Test
  void lossIsTheNetworks() {
    End first = End.quiet(tcp(TcpField.BUSY, 0));
    End last =
        End.quiet(
                tcp(
                    TcpField.BUSY,
                    2_000_000,
                    TcpField.TOTAL_RETRANS,
                    890,
                    TcpField.DATA_SEGS_OUT,
                    24_979,
                    TcpField.NOTSENT,
                    3_968_968,
                    TcpField.BYTES_ACKED,
                    34_000_000))
            .queues(0, 4_164_448);
    assertVerdict(LimitedBy.NETWORK, "loss", nearOnly(first, last));
  }

  @Test
  void aSlowLinkIsTheNetworksByItsQueue() {
    Map<TcpField, Long> numbers =
        tcp(
            TcpField.BUSY,
            2_000_000,
            TcpField.DATA_SEGS_OUT,
            1700,
            TcpField.NOTSENT,
            632_776,
            TcpField.RTT,
            42_000,
            TcpField.MIN_RTT,
            62,
            TcpField.BYTES_ACKED,
            2_400_000);
    End first = End.quiet(tcp(TcpField.NOTSENT, 600_000)).queues(0, 700_000);
    assertVerdict(
        LimitedBy.NETWORK, "queueing", nearOnly(first, End.quiet(numbers).queues(0, 700_000)));
    numbers.put(TcpField.MIN_RTT, 40_000L);
    assertVerdict(
        LimitedBy.NETWORK,
        "congestion-window",
        nearOnly(first, End.quiet(numbers).queues(0, 700_000)));
  }

  @Test
  void aPeerThatNeverAnswersIsDead() {
    SocketTimer sixth = new SocketTimer(SocketTimer.Kind.RETRANSMIT, 1300, 6);
    End end =
        End.quiet(
                tcp(
                    TcpField.LAST_ACK_RECV,
                    5700,
                    TcpField.BUSY,
                    5_000_000,
                    TcpField.RTO,
                    3_264_000))
            .queues(0, 4_143_576)
            .waitingFor(sixth);
    assertVerdict(LimitedBy.DEAD_PEER, "no-answer", nearOnly(end, end));
    End connecting =
        End.quiet(tcp())
            .in(SocketState.SYN_SENT)
            .waitingFor(new SocketTimer(SocketTimer.Kind.RETRANSMIT, 900, 2));
    assertVerdict(LimitedBy.DEAD_PEER, "no-answer-to-syn", nearOnly(connecting, connecting));
  }

  @Test
  void oneRetryIsNoDeath() {
    End end =
        End.quiet(tcp(TcpField.LAST_ACK_RECV, 100))
            .queues(0, 1000)
            .waitingFor(new SocketTimer(SocketTimer.Kind.RETRANSMIT, 100, 1));
    assertEquals(LimitedBy.NOTHING, Diagnosis.connection(nearOnly(end, end)).limitedBy());
  }

  @Test
  void aConnectionThatItsPeerHasClosedAndNobodyClosesIsALeak() {
    End client = End.quiet(tcp()).in(SocketState.FIN_WAIT2).withoutInode();
    End server = End.quiet(tcp()).in(SocketState.CLOSE_WAIT).queues(1, 0);
    assertVerdict(LimitedBy.RECEIVER, "leak", both(client, server, client, server));
  }

  @Test
  void aHalfClosedConnectionThatStillSendsIsNoLeak() {
    End client = End.quiet(tcp()).in(SocketState.FIN_WAIT2);
    End first = End.quiet(tcp()).in(SocketState.CLOSE_WAIT);
    End last =
        End.quiet(tcp(TcpField.BYTES_SENT, 9000, TcpField.BYTES_ACKED, 9000))
            .in(SocketState.CLOSE_WAIT);
    assertVerdict(LimitedBy.SENDER, "application", both(client, first, client, last));
  }

  @Test
  void anIdleConnectionIsLimitedByNothing() {
    End end = End.quiet(tcp(TcpField.BYTES_ACKED, 10));
    assertVerdict(LimitedBy.NOTHING, "", both(end, end, end, end));
  }

  @Test
  void aConnectionThatWasNeverSeenIsNoDefect() {
    Verdict verdict = Diagnosis.connection(List.of(sample(0, Optional.empty(), Optional.empty())));
    assertEquals(LimitedBy.NOTHING, verdict.limitedBy());
    assertTrue(verdict.summary().contains("gone"), verdict.summary());
  }

  @Test
  void aListenerWhoseQueueIsFullIsNamedWithItsOverflows() {
    InetRow row = Rows.tcp(SocketState.LISTEN, "0.0.0.0:7002", "0.0.0.0:0", 3, 2, 9);
    InetRow before = Rows.with(row, SocketTimer.OFF, tcp(), Rows.memory(0, 0, 0, 3));
    InetRow after =
        Rows.with(row, SocketTimer.OFF, tcp(), Rows.memory(0, 0, 0, 6))
            .withOwners(Rows.by(7, "python3", 3));
    Verdict verdict = AcceptQueueRule.listener(List.of(before, after), SECOND);
    assertEquals(LimitedBy.ACCEPT_QUEUE, verdict.limitedBy());
    assertEquals(Optional.of("full"), verdict.cause());
    assertEquals(
        "the accept queue is full: python3 (pid 7) at 0.0.0.0:7002 does not accept",
        verdict.summary());
    assertEquals(
        List.of(
            "3 connections wait to be accepted; the backlog is 2",
            "6 connection attempts were dropped since it listens, 3 of them while it was watched"),
        verdict.evidence());
  }

  @Test
  void aListenerThatIsNotFullButNeverAcceptsIsNamed() {
    InetRow row = Rows.tcp(SocketState.LISTEN, "0.0.0.0:7002", "0.0.0.0:0", 1, 128, 9);
    assertEquals(
        Optional.of("not-accepting"), AcceptQueueRule.listener(List.of(row, row), SECOND).cause());
    InetRow empty = Rows.tcp(SocketState.LISTEN, "0.0.0.0:7002", "0.0.0.0:0", 0, 128, 9);
    assertFalse(AcceptQueueRule.listener(List.of(row, empty), SECOND).isBad());
  }

  @Test
  void aConnectionToAFullListenerWaitsForTheAcceptQueue() {
    InetRow listener =
        Rows.tcp(SocketState.LISTEN, "0.0.0.0:7002", "0.0.0.0:0", 3, 2, 9)
            .withOwners(Rows.by(7, "python3", 3));
    InetRow client = Rows.tcp(SocketState.SYN_SENT, "127.0.0.1:50000", "127.0.0.1:7002", 0, 1, 8);
    ConnectionSample sample = new ConnectionSample(0, Optional.of(client), Optional.empty());
    Verdict verdict =
        Diagnosis.connection(List.of(sample, sample), new Surroundings(List.of(listener)));
    assertEquals(LimitedBy.ACCEPT_QUEUE, verdict.limitedBy());
  }

  @Test
  void aConnectionThatNobodyAcceptedIsTheAcceptQueues() {
    End client = End.quiet(tcp());
    End waiting = End.quiet(tcp()).withoutInode();
    assertVerdict(LimitedBy.ACCEPT_QUEUE, "not-accepted", both(client, waiting, client, waiting));
  }
}
