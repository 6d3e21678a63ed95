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
import io.recvq.sockets.Rows;
import io.recvq.sockets.SocketRow;
import io.recvq.sockets.SocketState;
import io.recvq.sockets.SocketTimer;
import io.recvq.sockets.TcpField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Windows that are small for other reasons than a slow reader, small writes that wait, and answers
 * that come late: numbers recorded from real situations.
 */
class WindowsAndTurnsTest {
  private static final Optional<End> NONE = Optional.empty();
  private static final Surroundings SERVER_HERE =
      new Surroundings(
          List.of(Rows.tcp(SocketState.LISTEN, "0.0.0.0:7002", "0.0.0.0:0", 0, 16, 9)));

  private static String cause(List<ConnectionSample> samples) {
    return Diagnosis.connection(samples).cause().orElse("nothing");
  }

  /** A sender on a path of 40 ms whose peer told this window; 100 KB more than fits are written. */
  private static End behindAWindow(long window, long cwnd, long rttMicros) {
    return End.quiet(
            tcp(
                TcpField.BUSY, 2_000_000,
                TcpField.BYTES_ACKED, 411_232,
                TcpField.SND_MSS, 1448,
                TcpField.SND_CWND, cwnd,
                TcpField.NOTSENT, 100_000,
                TcpField.SND_WND, window,
                TcpField.RTT, rttMicros,
                TcpField.MIN_RTT, 40_189))
        .queues(0, window + 100_000);
  }

  /** The same end before anything was acknowledged. */
  private static End before(End end) {
    Map<TcpField, Long> numbers = new HashMap<>(end.tcp());
    numbers.put(TcpField.BUSY, 0L);
    numbers.put(TcpField.BYTES_ACKED, 0L);
    return End.quiet(numbers).queues(0, end.sendQ());
  }

  private static List<ConnectionSample> growing(End end) {
    return nearOnly(before(end), end);
  }

  @Test
  void aWindowSmallerThanTheCongestionWindowIsNotTheNetworks() {
    Verdict verdict = Diagnosis.connection(growing(behindAWindow(8688, 24, 40_642)));
    assertEquals(LimitedBy.RECEIVER, verdict.limitedBy());
    assertEquals(Optional.of("window"), verdict.cause());
    assertEquals("receiver's window is too small: 10.0.0.2:7002", verdict.summary());
    assertEquals(
        "its window was never above 8,688 bytes, and no more passes in a round trip of 40 ms",
        verdict.evidence().get(0));
    assertEquals("recvq why 7002   (on the receiver's machine)", verdict.next());
  }

  @Test
  void theSmallerOfTheTwoWindowsHoldsBack() {
    assertEquals("congestion-window", cause(growing(behindAWindow(8688, 6, 40_642))));
    assertEquals("window", cause(growing(behindAWindow(8688, 7, 40_642))));
  }

  @Test
  void behindAQueueOnThePathALargerWindowWouldNotHelp() {
    assertEquals("window", cause(growing(behindAWindow(8688, 24, 80_377))));
    assertEquals("queueing", cause(growing(behindAWindow(8688, 24, 80_378))));
  }

  private static String cause(long... windows) {
    List<ConnectionSample> samples = new ArrayList<>();
    for (long window : windows) {
      End end = behindAWindow(window, 24, 40_642);
      boolean first = samples.isEmpty();
      samples.add(sample(first ? 0 : 2, Optional.of(first ? before(end) : end), NONE));
    }
    return cause(samples);
  }

  @Test
  void aWindowThatIsHalfClosedInAFifthOfTheReadingsIsStillSteady() {
    assertEquals("window", cause(20_000, 10_000, 20_000, 10_000, 9_999));
    assertEquals("slow-reader", cause(20_000, 10_000, 20_000, 9_999, 9_999));
  }

  /** Both ends of a connection through a window of 8 KiB; the receiver has these bytes unread. */
  private static List<ConnectionSample> throughASmallBuffer(long unread, long readBytes) {
    End sender = End.quiet(tcp(TcpField.SND_WND, 8192)).queues(0, 3_000_000);
    End senderLater =
        End.quiet(
                tcp(
                    TcpField.SND_WND, 8192,
                    TcpField.BUSY, 1_848_000,
                    TcpField.RWND_LIMITED, 1_496_000,
                    TcpField.BYTES_ACKED, readBytes,
                    TcpField.RTT, 28))
            .queues(0, 3_219_456);
    End receiver = End.quiet(tcp()).queues(unread, 0);
    End receiverLater = End.quiet(tcp(TcpField.BYTES_RECEIVED, readBytes)).queues(unread, 0);
    return both(sender, receiver, senderLater, receiverLater);
  }

  @Test
  void aReaderThatReadsAtOnceBehindASmallBufferIsNotSlow() {
    Verdict verdict = Diagnosis.connection(throughASmallBuffer(8192, 365_277_184));
    assertEquals(Optional.of("receive-buffer"), verdict.cause());
    assertEquals("receive buffer is too small: java (pid 200) at 10.0.0.2:7002", verdict.summary());
    assertEquals(
        List.of(
            "its window was never above 8,192 bytes, and no more passes in a round trip of 28 µs",
            "what arrives is read at once, within 45 µs",
            "its receive buffer is 131,072 bytes (SO_RCVBUF as the kernel has it); without setting"
                + " it, the kernel sizes it, up to net.ipv4.tcp_rmem"),
        verdict.evidence().subList(0, 3));
    assertEquals("recvq sockets --memory --info sport 7002", verdict.next());
  }

  @Test
  void whereBytesLieUnreadForMoreThanTwoMillisecondsTheReaderIsSlow() {
    assertEquals("receive-buffer", cause(throughASmallBuffer(8000, 8_000_000)));
    assertEquals("slow-reader", cause(throughASmallBuffer(8000, 7_999_999)));
  }

  /** The receiving end alone, which was sent so much of its window in each of its round trips. */
  private static List<ConnectionSample> receiver(long bytes) {
    End first = End.quiet(tcp(TcpField.RCV_RTT, 40_000, TcpField.RCV_WND, 10_000));
    End last =
        End.quiet(
            tcp(
                TcpField.RCV_RTT, 40_000,
                TcpField.RCV_WND, 10_000,
                TcpField.BYTES_RECEIVED, bytes));
    return List.of(
        sample(0, NONE, Optional.of(first)),
        sample(1, NONE, Optional.of(last)),
        sample(2, NONE, Optional.of(last)));
  }

  @Test
  void aReceiverKnowsThatItsWindowIsFilledInEachRoundTrip() {
    assertEquals("receive-buffer", cause(receiver(350_000)));
    assertEquals("sender-or-network", cause(receiver(349_999)));
  }

  /** A sender that writes a message in two pieces and waits for the answer. */
  private static End small(long notSent, long unacked, long lastSentMillis) {
    return End.quiet(
            tcp(
                TcpField.BUSY, 1_900_000,
                TcpField.BYTES_ACKED, 8600,
                TcpField.SND_MSS, 1448,
                TcpField.SND_CWND, 10,
                TcpField.SND_WND, 65_536,
                TcpField.UNACKED, unacked,
                TcpField.NOTSENT, notSent,
                TcpField.LAST_DATA_SENT, lastSentMillis,
                TcpField.RTT, 120))
        .queues(0, 100 * unacked + notSent);
  }

  @Test
  void aSmallWriteThatWaitsForAnAcknowledgementIsNagles() {
    Verdict verdict = Diagnosis.connection(growing(small(100, 1, 20)));
    assertEquals(LimitedBy.SENDER, verdict.limitedBy());
    assertEquals(Optional.of("nagle"), verdict.cause());
    assertEquals(
        "small writes wait for acknowledgements: java (pid 100) at 10.0.0.1:50000",
        verdict.summary());
    assertTrue(verdict.evidence().get(1).endsWith("set TCP_NODELAY"), verdict.toString());
    assertEquals("strace -f -e trace=network,write -p 100", verdict.next());
  }

  @Test
  void whatWaitsForAMomentOnlyOrForTheWholeOfASegmentIsNotNagles() {
    assertEquals("nagle", cause(growing(small(100, 1, 5))));
    assertEquals("application", cause(growing(small(100, 1, 4))));
    assertEquals("nagle", cause(growing(small(1347, 1, 20))));
    assertEquals("application", cause(growing(small(1348, 1, 20))));
  }

  @Test
  void withNothingOnItsWayASmallWriteIsCorkedThoughTheTimerOfClosedWindowsRuns() {
    End corked = small(100, 0, 20).waitingFor(new SocketTimer(SocketTimer.Kind.PERSIST, 100, 0));
    assertEquals("cork", cause(growing(corked)));
  }

  /** An end that has sent and received so many segments, the last of them so long ago. */
  private static End exchanging(long sent, long received, long sentAgo, long receivedAgo) {
    return End.quiet(
        tcp(
            TcpField.DATA_SEGS_OUT, sent,
            TcpField.DATA_SEGS_IN, received,
            TcpField.LAST_DATA_SENT, sentAgo,
            TcpField.LAST_DATA_RECV, receivedAgo,
            TcpField.BYTES_ACKED, sent * 100,
            TcpField.BYTES_RECEIVED, received * 100,
            TcpField.RTT, 100_000));
  }

  private static String turns(Surroundings around, End client, End server) {
    End start = End.quiet(tcp());
    List<ConnectionSample> samples =
        List.of(
            sample(0, Optional.of(start), Optional.of(start)),
            sample(1, Optional.of(client), Optional.of(server)),
            sample(2, Optional.of(client), Optional.of(server)),
            sample(2, Optional.of(client), Optional.of(server)),
            sample(2, Optional.of(client), Optional.of(server)));
    return Diagnosis.connection(samples, around).cause().orElse("nothing");
  }

  @Test
  void aServerThatOwesTheResponseInMostReadingsIsSlowToRespond() {
    End client = exchanging(10, 10, 100, 250);
    End server = exchanging(10, 10, 250, 100);
    assertEquals("slow-response", turns(SERVER_HERE, client, server));
    End start = End.quiet(tcp());
    Verdict verdict =
        Diagnosis.connection(both(start, start, client, server.queues(0, 0)), SERVER_HERE);
    assertEquals("application", verdict.cause().orElse(""), "two of three readings are not most");
  }

  @Test
  void aClientThatLetsWaitForItsNextRequestIsNotSlowToRespond() {
    End client = exchanging(10, 10, 250, 100);
    End server = exchanging(10, 10, 100, 250);
    assertEquals("application", turns(SERVER_HERE, client, server));
  }

  @Test
  void withinOneTickOfTheKernelTheEndThatWasSentOneSegmentMoreOwesIt() {
    assertEquals(
        "slow-response",
        turns(SERVER_HERE, exchanging(11, 10, 96, 96), exchanging(10, 11, 96, 96)));
    assertEquals(
        "application", turns(SERVER_HERE, exchanging(10, 10, 96, 96), exchanging(10, 10, 96, 96)));
    assertEquals(
        "application", turns(SERVER_HERE, exchanging(12, 10, 96, 96), exchanging(10, 12, 96, 96)));
    End start = exchanging(0, 0, 0, 1);
    assertEquals("slow-response", cause(nearOnly(start, exchanging(10, 9, 96, 96))));
  }

  @Test
  void aStreamThatIsAcknowledgedNowAndThenIsNoExchangeInTurn() {
    assertEquals(
        "slow-response",
        turns(SERVER_HERE, exchanging(21, 10, 100, 250), exchanging(10, 21, 250, 100)));
    assertEquals(
        "application",
        turns(SERVER_HERE, exchanging(22, 10, 100, 250), exchanging(10, 22, 250, 100)));
  }

  @Test
  void aServerElsewhereIsSlowOnlyWhereARoundTripDoesNotExplainIt() {
    End start = exchanging(0, 0, 0, 1);
    List<ConnectionSample> slow = nearOnly(start, exchanging(10, 10, 100, 150));
    assertEquals("slow-response", cause(slow));
    assertEquals("recvq why 7002   (on the server's machine)", Diagnosis.connection(slow).next());
    assertEquals("application", cause(nearOnly(start, exchanging(11, 11, 100, 150))));
  }

  @Test
  void ofAnIdleConnectionItIsToldWhoSpokeLast() {
    End asked =
        End.quiet(
            tcp(
                TcpField.BYTES_SENT, 100,
                TcpField.BYTES_RECEIVED, 7,
                TcpField.LAST_DATA_SENT, 9_000,
                TcpField.LAST_DATA_RECV, 12_000));
    assertEquals(
        List.of(
            "no byte moved in 2.0 s, and none is queued",
            "the last data came from 10.0.0.1:50000, 9.0 s ago"),
        Diagnosis.connection(nearOnly(asked, asked)).evidence());
    End silent = End.quiet(tcp(TcpField.LAST_DATA_SENT, 9_000, TcpField.LAST_DATA_RECV, 9_000));
    assertEquals(1, Diagnosis.connection(nearOnly(silent, silent)).evidence().size());
  }

  @Test
  void aPeerThatIsAskedByKeepAliveIsToldFromOneThatOwesAnAcknowledgement() {
    End end = End.quiet(tcp(TcpField.LAST_ACK_RECV, 9000));
    SocketTimer probing = new SocketTimer(SocketTimer.Kind.KEEPALIVE, 192, 8);
    assertEquals(
        List.of(
            "a keep-alive probe was sent 8 times without an answer, next in 192 ms",
            "the last answer came 9.0 s ago"),
        Diagnosis.connection(nearOnly(end.waitingFor(probing), end.waitingFor(probing)))
            .evidence());
    SocketTimer closed = new SocketTimer(SocketTimer.Kind.PERSIST, 1240, 3);
    End full = end.queues(0, 500).waitingFor(closed);
    assertEquals(
        "the closed window was probed 3 times without an answer, next in 1.2 s",
        Diagnosis.connection(nearOnly(full, full)).evidence().get(0));
  }

  @Test
  void aBacklogThatIsNotKnownIsNotTold() {
    InetRow row = Rows.tcp(SocketState.LISTEN, "0.0.0.0:80", "0.0.0.0:0", 3, SocketRow.UNKNOWN, 9);
    String evidence = AcceptQueueRule.listener(List.of(row, row), 1_000_000_000L).evidence().get(0);
    assertEquals(
        "3 connections wait in the accept queue, and none was accepted in 1.0 s", evidence);
    assertFalse(evidence.contains("-1"));
  }
}
