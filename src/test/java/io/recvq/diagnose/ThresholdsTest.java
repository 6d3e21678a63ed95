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
import io.recvq.sockets.SocketState;
import io.recvq.sockets.SocketTimer;
import io.recvq.sockets.TcpField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where each rule begins to apply: the last situation on either side. Two seconds each. */
class ThresholdsTest {
  private static final Optional<End> NONE = Optional.empty();
  private static final SocketTimer PERSIST = new SocketTimer(SocketTimer.Kind.PERSIST, 200, 0);

  private static String cause(List<ConnectionSample> samples) {
    return Diagnosis.connection(samples).cause().orElse("nothing");
  }

  private static String grown(Object... pairs) {
    return cause(nearOnly(End.quiet(tcp()), End.quiet(tcp(pairs))));
  }

  /** Readings of the sending end, the first of them at the start and all others two seconds on. */
  private static List<ConnectionSample> sender(End... ends) {
    List<ConnectionSample> samples = new ArrayList<>();
    for (End end : ends) {
      samples.add(sample(samples.isEmpty() ? 0 : 2, Optional.of(end), NONE));
    }
    return samples;
  }

  @Test
  void twoReadingsAreEnough() {
    End last = End.quiet(tcp(TcpField.BYTES_ACKED, 100));
    assertEquals("application", cause(sender(End.quiet(tcp()), last)));
    assertEquals("nothing", cause(sender(last)));
  }

  // The accept queue.

  @Test
  void aListenerIsFullWithOneMoreThanItsBacklog() {
    InetRow row = Rows.tcp(SocketState.LISTEN, "0.0.0.0:80", "0.0.0.0:0", 2, 2, 9);
    InetRow more = Rows.tcp(SocketState.LISTEN, "0.0.0.0:80", "0.0.0.0:0", 3, 2, 9);
    assertFalse(AcceptQueueRule.listener(List.of(row), 0).isBad());
    assertEquals(Optional.of("full"), AcceptQueueRule.listener(List.of(more), 0).cause());
  }

  @Test
  void aListenerDoesNotAcceptWhenItsQueueWasNeverEmptyInTwoReadingsAndDidNotShrink() {
    InetRow empty = Rows.tcp(SocketState.LISTEN, "0.0.0.0:80", "0.0.0.0:0", 0, 9, 9);
    InetRow one = Rows.tcp(SocketState.LISTEN, "0.0.0.0:80", "0.0.0.0:0", 1, 9, 9);
    InetRow two = Rows.tcp(SocketState.LISTEN, "0.0.0.0:80", "0.0.0.0:0", 2, 9, 9);
    assertTrue(AcceptQueueRule.listener(List.of(one, two), 0).isBad());
    assertTrue(AcceptQueueRule.listener(List.of(one, one), 0).isBad());
    assertFalse(AcceptQueueRule.listener(List.of(one), 0).isBad());
    assertFalse(AcceptQueueRule.listener(List.of(empty, one), 0).isBad());
    assertFalse(AcceptQueueRule.listener(List.of(one, empty, one), 0).isBad());
    assertFalse(AcceptQueueRule.listener(List.of(two, one), 0).isBad());
  }

  @Test
  void aConnectionThatBelongedToAProcessOnceWasAccepted() {
    End client = End.quiet(tcp());
    assertEquals("nothing", cause(both(client, client, client, client.withoutInode())));
  }

  @Test
  void anOpenConnectionToAFullListenerDoesNotWaitForIt() {
    InetRow listener = Rows.tcp(SocketState.LISTEN, "0.0.0.0:80", "0.0.0.0:0", 3, 2, 9);
    InetRow open = Rows.tcp(SocketState.ESTABLISHED, "127.0.0.1:5000", "127.0.0.1:80", 0, 0, 8);
    ConnectionSample sample = new ConnectionSample(0, Optional.of(open), Optional.empty());
    assertFalse(
        Diagnosis.connection(List.of(sample, sample), new Surroundings(List.of(listener))).isBad());
  }

  // A dead peer.

  private static boolean isDead(SocketTimer.Kind kind, int retries, long lastAnswerMillis) {
    End end =
        End.quiet(tcp(TcpField.LAST_ACK_RECV, lastAnswerMillis))
            .waitingFor(new SocketTimer(kind, 100, retries));
    return DeadPeerRule.judge(OneWay.nearToFar(nearOnly(end, end))).isPresent();
  }

  @Test
  void aPeerIsDeadAfterTwoRetriesOfWhateverAsksForAnAnswer() {
    Set<SocketTimer.Kind> dead = EnumSet.noneOf(SocketTimer.Kind.class);
    for (SocketTimer.Kind kind : SocketTimer.Kind.values()) {
      assertFalse(isDead(kind, 1, 5000), kind.word());
      if (isDead(kind, 2, 5000)) {
        dead.add(kind);
      }
    }
    assertEquals(
        EnumSet.of(
            SocketTimer.Kind.RETRANSMIT, SocketTimer.Kind.PERSIST, SocketTimer.Kind.KEEPALIVE),
        dead);
  }

  @Test
  void aPeerThatAnsweredWhileItWasWatchedIsAlive() {
    assertTrue(isDead(SocketTimer.Kind.RETRANSMIT, 2, 2000));
    assertFalse(isDead(SocketTimer.Kind.RETRANSMIT, 2, 1999));
  }

  @Test
  void aSynThatWasSentOnceMayStillBeAnswered() {
    End once =
        End.quiet(tcp())
            .in(SocketState.SYN_SENT)
            .waitingFor(new SocketTimer(SocketTimer.Kind.RETRANSMIT, 900, 0));
    Verdict verdict = Diagnosis.connection(nearOnly(once, once));
    assertEquals("idle, in SYN_SENT", verdict.summary());
  }

  // The receiver.

  @Test
  void theWindowLimitsFromHalfOfTheBusyTime() {
    assertEquals("not-reading", grown(TcpField.BUSY, 400_000, TcpField.RWND_LIMITED, 200_000));
    assertEquals("nothing", grown(TcpField.BUSY, 400_000, TcpField.RWND_LIMITED, 199_999));
    assertEquals("nothing", grown(TcpField.BUSY, 399_999, TcpField.RWND_LIMITED, 399_999));
  }

  @Test
  void theWindowLimitsWhenHalfOfTheReadingsProbeIt() {
    End quiet = End.quiet(tcp());
    End probing = quiet.waitingFor(PERSIST);
    assertEquals("not-reading", cause(sender(quiet, quiet, probing, probing)));
    assertEquals("nothing", cause(sender(quiet, quiet, quiet, probing, probing)));
  }

  @Test
  void aReceiverIsNotBlamedForAWindowThatItLeftClosedWithNothingToRead() {
    End probing = End.quiet(tcp()).waitingFor(PERSIST);
    End empty = End.quiet(tcp());
    assertEquals("not-reading", cause(both(probing, empty, probing, empty)));
    End readOne = End.quiet(tcp(TcpField.BYTES_RECEIVED, 1));
    assertEquals("slow-reader", cause(both(probing, empty, probing, readOne)));
  }

  /** Five readings of both ends, between which bytes arrive and are read. */
  private static List<ConnectionSample> withQueues(long bytes, long... recvQ) {
    List<ConnectionSample> samples = new ArrayList<>();
    for (long queue : recvQ) {
      long moved = samples.isEmpty() ? 0 : bytes;
      samples.add(
          sample(
              samples.isEmpty() ? 0 : 2,
              Optional.of(End.quiet(tcp(TcpField.BYTES_ACKED, moved))),
              Optional.of(End.quiet(tcp(TcpField.BYTES_RECEIVED, moved)).queues(queue, 0))));
    }
    return samples;
  }

  @Test
  void aReceiverIsBehindWithMoreThanAQuarterOfItsBufferInFourOfFiveReadings() {
    assertEquals("slow-reader", cause(withQueues(90_000, 0, 32_769, 32_769, 32_769, 32_769)));
    assertEquals("application", cause(withQueues(90_000, 0, 32_769, 32_769, 32_769, 32_768)));
    assertEquals("application", cause(withQueues(90_000, 0, 0, 32_769, 32_769, 32_769)));
  }

  @Test
  void aReceiverThatEmptiesItsQueueWhileNothingArrivesIsNotBehind() {
    assertEquals("nothing", cause(withQueues(0, 40_000, 40_000, 40_000, 40_000, 0)));
  }

  private static InetRow withoutNumbers(long recvQ) {
    return Rows.tcp(SocketState.ESTABLISHED, "10.0.0.1:80", "10.0.0.2:5000", recvQ, 0, 7);
  }

  @Test
  void withoutNumbersAFilledQueueSaysNothing() {
    List<ConnectionSample> samples = new ArrayList<>();
    for (int second = 0; second < 3; second++) {
      samples.add(
          new ConnectionSample(
              second * 1_000_000_000L, Optional.of(withoutNumbers(99_999)), Optional.empty()));
    }
    assertEquals("nothing", cause(samples));
  }

  // The send buffer.

  @Test
  void theSendBufferLimitsFromHalfOfTheBusyTime() {
    assertEquals("send-buffer", grown(TcpField.BUSY, 400_000, TcpField.SNDBUF_LIMITED, 200_000));
    assertEquals("nothing", grown(TcpField.BUSY, 400_000, TcpField.SNDBUF_LIMITED, 199_999));
    assertEquals("nothing", grown(TcpField.BUSY, 399_999, TcpField.SNDBUF_LIMITED, 399_999));
  }

  private static final Map<TcpField, Long> ROOM =
      tcp(TcpField.SND_WND, 900_000, TcpField.SND_CWND, 500, TcpField.SND_MSS, 1448);

  /** An end whose windows have room for what is in its buffer. */
  private static End inBuffer(long sendQ, long limit, long queued, long waitedMicros) {
    Map<TcpField, Long> numbers = new HashMap<>(ROOM);
    numbers.put(TcpField.BUSY, 1_000_000L);
    numbers.put(TcpField.SNDBUF_LIMITED, waitedMicros);
    return End.quiet(numbers).queues(0, sendQ).buffer(limit, queued);
  }

  private static String afterStart(End... readings) {
    List<ConnectionSample> samples = new ArrayList<>();
    samples.add(sample(0, Optional.of(End.quiet(ROOM)), NONE));
    Arrays.stream(readings).forEach(end -> samples.add(sample(2, Optional.of(end), NONE)));
    return cause(samples);
  }

  @Test
  void aBufferThatWasFullInHalfOfTheReadingsWithDataIsTooSmall() {
    End full = inBuffer(4000, 4608, 4608, 0);
    End partly = inBuffer(4000, 4608, 4607, 0);
    assertEquals("send-buffer", afterStart(full, partly));
    assertEquals("nothing", afterStart(full, partly, partly));
    List<ConnectionSample> samples = new ArrayList<>();
    samples.add(sample(0, Optional.of(End.quiet(ROOM)), NONE));
    samples.add(sample(2, Optional.of(full), NONE));
    samples.add(sample(2, Optional.of(partly), NONE));
    assertEquals(
        "in 50 % of the readings with data in it, its send buffer was full, although the peer's"
            + " window and the congestion window had room for all of it",
        Diagnosis.connection(samples).evidence().get(0));
  }

  @Test
  void aBufferThatHasDataInLessThanAFifthOfTheReadingsSaysNothing() {
    End full = inBuffer(4000, 4608, 4608, 0);
    End empty = inBuffer(0, 4608, 0, 0);
    assertEquals("send-buffer", afterStart(empty, empty, empty, full));
    assertEquals("nothing", afterStart(empty, empty, empty, empty, full));
  }

  @Test
  void aBufferThatDrainsIsTooSmallForAProcessThatWaitedATwentiethOfTheBusyTime() {
    assertEquals("send-buffer", afterStart(inBuffer(2000, 3000, 2000, 50_000)));
    assertEquals("nothing", afterStart(inBuffer(2000, 3000, 2000, 49_999)));
    assertEquals("nothing", afterStart(inBuffer(2000, 3000, 1999, 50_000)));
  }

  @Test
  void aBufferThatDrainsIntoAClosedWindowIsNotTooSmall() {
    Map<TcpField, Long> numbers = new HashMap<>(inBuffer(2000, 3000, 2000, 50_000).tcp());
    numbers.put(TcpField.SND_WND, 1999L);
    assertEquals("nothing", afterStart(End.quiet(numbers).queues(0, 2000).buffer(3000, 2000)));
  }

  // The network.

  @Test
  void theNetworkLosesFromOneSegmentInTwoHundred() {
    assertEquals("loss", grown(TcpField.TOTAL_RETRANS, 1, TcpField.DATA_SEGS_OUT, 200));
    assertEquals("nothing", grown(TcpField.TOTAL_RETRANS, 1, TcpField.DATA_SEGS_OUT, 201));
    assertEquals("nothing", grown(TcpField.TOTAL_RETRANS, 0, TcpField.DATA_SEGS_OUT, 100));
  }

  /** More is unsent than fits the windows of an end that is busy for so long. */
  private static End held(long busyMicros, long notSent) {
    return End.quiet(
            tcp(
                TcpField.BYTES_ACKED, busyMicros,
                TcpField.BUSY, busyMicros,
                TcpField.NOTSENT, notSent))
        .queues(0, 90_000);
  }

  @Test
  void theNetworkHoldsBackWhatIsBusyInSevenTenthsOfTheTime() {
    End start = held(0, 50_000);
    assertEquals("congestion-window", cause(sender(start, held(1_400_000, 50_000))));
    assertEquals("nothing", cause(sender(start, held(1_399_999, 50_000))));
  }

  @Test
  void theNetworkHoldsBackWhenHalfOfTheReadingsHaveSomethingUnsent() {
    End start = held(0, 1);
    assertEquals("congestion-window", cause(sender(start, held(1_400_000, 0))));
    assertEquals("nothing", cause(sender(start, held(1_400_000, 0), held(1_400_000, 0))));
  }

  @Test
  void anEndWithoutNumbersIsNeverTheNetworks() {
    OneWay way =
        OneWay.nearToFar(
            List.of(
                new ConnectionSample(0, Optional.of(withoutNumbers(0)), Optional.empty()),
                new ConnectionSample(1, Optional.of(withoutNumbers(0)), Optional.empty())));
    assertEquals(Optional.empty(), NetworkRule.judge(way));
  }

  // The sender.

  /** Busy in half of the time, with this in its buffer, in flight and in the congestion window. */
  private static End using(long sendQ, long segments, long window, long notSent) {
    return End.quiet(
            tcp(
                TcpField.BUSY, 1_000_000,
                TcpField.BYTES_ACKED, 5000,
                TcpField.UNACKED, segments,
                TcpField.SND_CWND, window,
                TcpField.NOTSENT, notSent))
        .queues(0, sendQ);
  }

  private static String startingWith(End... readings) {
    End start = readings[0];
    Map<TcpField, Long> before = new HashMap<>(start.tcp());
    before.put(TcpField.BUSY, 0L);
    before.put(TcpField.BYTES_ACKED, 0L);
    List<ConnectionSample> samples = new ArrayList<>();
    samples.add(sample(0, Optional.of(End.quiet(before).queues(0, start.sendQ())), NONE));
    for (int i = 1; i < readings.length; i++) {
      samples.add(sample(2, Optional.of(readings[i]), NONE));
    }
    return cause(samples);
  }

  @Test
  void aSenderThatIsBusyInLessThanHalfOfTheTimeIsSeldomBusyHoweverMuchItSends() {
    assertEquals("nothing", startingWith(using(90_000, 9, 10, 0), using(90_000, 9, 10, 0)));
    Map<TcpField, Long> less = new HashMap<>(using(90_000, 9, 10, 0).tcp());
    less.put(TcpField.BUSY, 999_999L);
    assertEquals(
        "application", startingWith(using(90_000, 9, 10, 0), End.quiet(less).queues(0, 90_000)));
  }

  @Test
  void aConnectionIsLightlyUsedWithSixteenKilobytesAndHalfTheWindow() {
    End light = using(16_384, 5, 10, 0);
    assertEquals("application", startingWith(light, light));
    End more = using(16_385, 5, 10, 0);
    assertEquals("nothing", startingWith(more, more));
    End fuller = using(16_384, 6, 10, 0);
    assertEquals("nothing", startingWith(fuller, fuller));
  }

  @Test
  void aConnectionIsLightlyUsedWhenItIsSoInFourOfFiveReadings() {
    End light = using(16_384, 5, 10, 0);
    End heavy = using(16_385, 5, 10, 0);
    assertEquals("application", startingWith(heavy, light, light, light, light));
    assertEquals("nothing", startingWith(heavy, heavy, light, light, light));
  }

  @Test
  void aSenderWritesLittleWhenNothingIsUnsentInFourOfFiveReadings() {
    End sent = using(100, 1, 10, 0);
    End unsent = using(100, 1, 10, 1);
    assertEquals("application", startingWith(unsent, sent, sent, sent, sent));
    assertEquals("nothing", startingWith(unsent, unsent, sent, sent, sent));
  }

  /** Busy all the time with a byte unsent, but with room in the windows or without. */
  private static End roomy(boolean room, long waitedMicros) {
    return End.quiet(
            tcp(
                TcpField.BUSY, 1_000_000,
                TcpField.SNDBUF_LIMITED, waitedMicros,
                TcpField.BYTES_ACKED, 5000,
                TcpField.UNACKED, 9,
                TcpField.SND_CWND, 10,
                TcpField.SND_MSS, 1448,
                TcpField.SND_WND, room ? 9000 : 8999,
                TcpField.NOTSENT, 1))
        .queues(0, 9000);
  }

  @Test
  void aSenderLeavesRoomWhenItDoesSoInFourOfFiveReadings() {
    End room = roomy(true, 0);
    End none = roomy(false, 0);
    assertEquals("application", startingWith(none, room, room, room, room));
    assertEquals("nothing", startingWith(none, none, room, room, room));
  }

  private static String firstEvidence(End first, End... others) {
    List<ConnectionSample> samples = new ArrayList<>();
    samples.add(sample(0, Optional.of(first), NONE));
    Arrays.stream(others).forEach(end -> samples.add(sample(2, Optional.of(end), NONE)));
    return SenderRule.judge(OneWay.nearToFar(samples)).orElseThrow().evidence().get(0);
  }

  @Test
  void whatASenderIsToldByIsTheRoomUnlessItWasSeldomBusyOrSeldomHadRoom() {
    String room =
        " of the readings its send buffer, the congestion window and the peer's window had room"
            + " for more";
    End start = End.quiet(tcp(TcpField.NOTSENT, 1)).queues(0, 1);
    End roomy = roomy(true, 0);
    assertEquals("in 80 %" + room, firstEvidence(start, roomy, roomy, roomy, roomy));
    Map<TcpField, Long> seldom = new HashMap<>(roomy.tcp());
    seldom.put(TcpField.BUSY, 500_000L);
    seldom.put(TcpField.NOTSENT, 0L);
    End seldomBusy = End.quiet(seldom).queues(0, 9000);
    assertEquals(
        "it had data outstanding in only 25 % of the time, and nothing unsent",
        firstEvidence(End.quiet(tcp()), seldomBusy));
    End light = using(100, 1, 10, 0);
    assertEquals(
        "it had data outstanding in only 50 % of the time, and nothing unsent",
        firstEvidence(End.quiet(tcp()), light, light, light));
  }

  @Test
  void aProcessThatWaitedATwentiethOfTheBusyTimeDoesNotWriteTooLittle() {
    assertEquals("nothing", startingWith(roomy(true, 0), roomy(true, 50_000)));
    assertEquals("application", startingWith(roomy(true, 0), roomy(true, 49_999)));
  }

  /** Readings of the receiving end alone, with these queues. */
  private static List<ConnectionSample> receiver(long bytes, long... recvQ) {
    List<ConnectionSample> samples = new ArrayList<>();
    for (long queue : recvQ) {
      Map<TcpField, Long> numbers = tcp(TcpField.BYTES_RECEIVED, samples.isEmpty() ? 0 : bytes);
      End end = End.quiet(numbers).queues(queue, 0);
      samples.add(sample(samples.isEmpty() ? 0 : 2, NONE, Optional.of(end)));
    }
    return samples;
  }

  @Test
  void aReceiverAloneIsNotToBlameWhenItsDataIsReadInFourOfFiveReadings() {
    assertEquals("sender-or-network", cause(receiver(5000, 1, 0, 0, 0, 0)));
    assertEquals("nothing", cause(receiver(5000, 1, 1, 0, 0, 0)));
    assertEquals("nothing", cause(receiver(0, 0, 0, 0, 0, 0)));
    assertEquals("sender-or-network", cause(receiver(5000, 0, 0)));
    assertEquals("nothing", cause(receiver(5000, 0)));
  }
}
