package io.recvq.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.flow.FlowLimits;
import io.recvq.flow.FlowTracker;
import io.recvq.flow.StreamListener;
import io.recvq.flow.StreamTally;
import io.recvq.flow.TcpStream;
import io.recvq.net.Direction;
import io.recvq.testing.PacketBuilder;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.LinkType;
import io.recvq.wire.PacketParser;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of small connections that are made by hand, one millisecond a packet. */
class CaptureFindingTest {
  private static final String CLIENT = "10.0.0.1:40000";
  private static final String SERVER = "10.0.0.2:80";
  private static final long START = 1_700_000_000_000_000_000L;
  private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
  private static final int FIN_ACK = TcpFlags.FIN | TcpFlags.ACK;

  private final StreamTally tally = new StreamTally();
  private final List<TcpStream> streams = new ArrayList<>();
  private final PacketParser parser = new PacketParser(false);
  private final Segment view = new Segment();
  private final FlowTracker tracker =
      new FlowTracker(
          FlowLimits.DEFAULT,
          stream -> {
            streams.add(stream);
            return new Counting();
          });
  private long micros;
  private long packets;

  private final class Counting implements StreamListener {
    @Override
    public void segment(Segment segment, Direction direction, int notes) {
      tally.segment(direction, segment, notes);
    }

    @Override
    public void conflict(Direction direction, long offset, int length, long packet) {
      tally.conflict();
    }
  }

  private void feed(PacketBuilder packet) {
    byte[] bytes = packet.ip();
    CapturedPacket captured = new CapturedPacket();
    captured.set(
        ++packets,
        START + micros * 1000,
        LinkType.RAW,
        ByteBuffer.wrap(bytes),
        0,
        bytes.length,
        bytes.length,
        true);
    assertEquals(PacketParser.Kind.TCP, parser.parse(captured, view));
    tracker.accept(view);
    micros += 1000;
  }

  private void client(int flags, int seq, int ack, String text) {
    feed(packet(CLIENT, SERVER, flags, seq, ack).payload(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private void server(int flags, int seq, int ack, String text) {
    feed(packet(SERVER, CLIENT, flags, seq, ack).payload(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static PacketBuilder packet(String from, String to, int flags, int seq, int ack) {
    return PacketBuilder.tcp(from, to).flags(flags).seq(seq).ack(ack);
  }

  private void serverWindow(int ack, int window) {
    feed(packet(SERVER, CLIENT, TcpFlags.ACK, 1, ack).window(window));
  }

  private void handshake() {
    client(TcpFlags.SYN, 0, 0, "");
    server(SYN_ACK, 0, 1, "");
    client(TcpFlags.ACK, 1, 1, "");
  }

  private void bothClose(int clientSeq) {
    client(FIN_ACK, clientSeq, 1, "");
    server(FIN_ACK, 1, clientSeq + 1, "");
    client(TcpFlags.ACK, clientSeq + 1, 2, "");
  }

  private List<CaptureFinding> found() {
    tracker.finish();
    tally.close();
    assertEquals(1, streams.size());
    return CaptureFinding.of(streams.get(0), tally);
  }

  private void assertFound(String... findings) {
    assertEquals(
        List.of(findings),
        found().stream().map(f -> f.kind() + " " + f.count() + ": " + f.message()).toList());
  }

  @Test
  void ofAConnectionThatWasClosedByBothNothingIsSaid() {
    handshake();
    client(TcpFlags.ACK, 1, 1, "abc");
    bothClose(4);
    assertFound();
  }

  @Test
  void ofAConnectionThatIsStillOpenNothingIsSaid() {
    handshake();
    client(TcpFlags.ACK, 1, 1, "abc");
    server(TcpFlags.ACK, 1, 4, "");
    assertFound();
  }

  @Test
  void aSynWithoutAnyAnswerWasNeverAnswered() {
    client(TcpFlags.SYN, 0, 0, "");
    micros += 1_000_000;
    client(TcpFlags.SYN, 0, 0, "");
    assertFound(
        "never-answered 2: 10.0.0.2:80 never answered 10.0.0.1:40000 (2 SYN)",
        "retransmissions 1: 10.0.0.1:40000 retransmitted 1 of 2 packets");
  }

  @Test
  void aSynThatWasAnsweredByAResetWasRefused() {
    client(TcpFlags.SYN, 0, 0, "");
    server(TcpFlags.RST | TcpFlags.ACK, 0, 1, "");
    assertFound("refused 1: 10.0.0.2:80 refused the connection of 10.0.0.1:40000");
  }

  @Test
  void anAnswerToASynThatIsNeitherSynNorResetIsNoRefusal() {
    client(TcpFlags.SYN, 0, 0, "");
    server(TcpFlags.ACK, 77, 1, "");
    assertFound();
  }

  @Test
  void aResetIsItsSenders() {
    handshake();
    server(TcpFlags.RST, 1, 0, "");
    assertFound("reset 1: 10.0.0.2:80 reset the connection");
  }

  @Test
  void ofTwoResetsTheClientsIsTold() {
    handshake();
    client(TcpFlags.RST, 1, 0, "");
    server(TcpFlags.RST, 1, 0, "");
    assertFound("reset 1: 10.0.0.1:40000 reset the connection");
  }

  @Test
  void aResetInTheMiddleOfAConnectionIsNoRefusalAlthoughNoSynWasSeen() {
    client(TcpFlags.ACK, 1, 1, "abc");
    server(TcpFlags.RST | TcpFlags.ACK, 1, 4, "");
    assertFound("reset 1: 10.0.0.2:80 reset the connection");
  }

  @Test
  void aHandshakeWhoseLastStepIsMissingIsHalfOpen() {
    client(TcpFlags.SYN, 0, 0, "");
    server(SYN_ACK, 0, 1, "");
    micros += 1_000_000;
    server(SYN_ACK, 0, 1, "");
    assertFound(
        "half-open 2: 10.0.0.1:40000 never completed the handshake that 10.0.0.2:80 answered"
            + " (2 SYN, ACK)",
        "retransmissions 1: 10.0.0.2:80 retransmitted 1 of 2 packets");
  }

  private void sendAgain(int times) {
    for (int i = 0; i < times; i++) {
      micros += 1_000_000;
      client(TcpFlags.ACK, 1, 1, "abc");
    }
  }

  @Test
  void whatIsSentAgainThreeTimesForNothingGoesToASilentPeer() {
    handshake();
    client(TcpFlags.ACK, 1, 1, "abc");
    sendAgain(3);
    List<CaptureFinding> found = found();
    assertEquals(
        "10.0.0.2:80 went silent: 10.0.0.1:40000 sent again 3 times without an answer",
        found.get(0).message());
    assertEquals("silent-peer", found.get(0).kind());
    assertEquals(3, found.get(0).count());
    assertEquals(
        Optional.of(new CaptureFinding.Span(START + 1_004_000_000L, START + 3_006_000_000L)),
        found.get(0).time());
    assertEquals(
        List.of("silent-peer", "retransmissions"), found.stream().map(f -> f.kind()).toList());
  }

  @Test
  void whatIsSentAgainTwiceIsNoSilence() {
    handshake();
    client(TcpFlags.ACK, 1, 1, "abc");
    sendAgain(2);
    assertFound("retransmissions 2: 10.0.0.1:40000 retransmitted 2 of 5 packets");
  }

  @Test
  void aClientThatDoesNotAcknowledgeIsSilentToo() {
    handshake();
    for (int i = 0; i < 4; i++) {
      micros += 1_000_000;
      server(TcpFlags.ACK, 1, 1, "abc");
    }
    assertFound(
        "silent-peer 3: 10.0.0.1:40000 went silent: 10.0.0.2:80 sent again 3 times without an"
            + " answer",
        "retransmissions 3: 10.0.0.2:80 retransmitted 3 of 5 packets");
  }

  @Test
  void anEndThatNeverClosedItsSideIsNamed() {
    handshake();
    client(FIN_ACK, 1, 1, "");
    server(TcpFlags.ACK, 1, 2, "");
    assertFound("half-closed 1: 10.0.0.2:80 never closed its side of the connection");
  }

  @Test
  void aClientThatNeverClosedItsSideIsNamed() {
    handshake();
    server(FIN_ACK, 1, 1, "");
    client(TcpFlags.ACK, 1, 2, "");
    assertFound("half-closed 1: 10.0.0.1:40000 never closed its side of the connection");
  }

  @Test
  void whatTheCaptureLacksIsToldForEachEnd() {
    handshake();
    client(TcpFlags.ACK, 11, 1, "abc");
    server(TcpFlags.ACK, 1, 14, "");
    micros += 2_000_000;
    server(TcpFlags.ACK, 1, 14, "");
    bothClose(14);
    assertFound("gap 1: the capture lacks 10 bytes from 10.0.0.1:40000, in 1 gap");
  }

  @Test
  void severalGapsAreCountedAndTheirBytesAdded() {
    handshake();
    client(TcpFlags.ACK, 11, 1, "abc");
    client(TcpFlags.ACK, 21, 1, "def");
    server(TcpFlags.ACK, 1, 24, "");
    micros += 2_000_000;
    server(TcpFlags.ACK, 1, 24, "");
    bothClose(24);
    assertFound("gap 2: the capture lacks 17 bytes from 10.0.0.1:40000, in 2 gaps");
  }

  private void otherContent(int times) {
    handshake();
    // Data behind a hole is kept, so that what comes again can be compared.
    client(TcpFlags.ACK, 4, 1, "def");
    for (int i = 0; i < times; i++) {
      micros += 1_000_000;
      client(TcpFlags.ACK, 4, 1, "xyz");
    }
    client(TcpFlags.ACK, 1, 1, "abc");
    server(TcpFlags.ACK, 1, 7, "");
    bothClose(7);
  }

  private String conflict() {
    return found().stream()
        .filter(finding -> finding.kind().equals("conflict"))
        .map(finding -> finding.count() + ": " + finding.message())
        .findFirst()
        .orElse("none");
  }

  @Test
  void bytesThatCameAgainWithAnotherContentAreAConflict() {
    otherContent(1);
    assertEquals("1: once bytes came again with another content; the first stand", conflict());
  }

  @Test
  void conflictsAreCounted() {
    otherContent(2);
    assertEquals("2: 2 times bytes came again with another content; the first stand", conflict());
  }

  private CaptureFinding afterZeroWindow(int openAfterMicros, boolean probe, int window) {
    handshake();
    client(TcpFlags.ACK, 1, 1, "abc");
    serverWindow(4, 0);
    micros += openAfterMicros - 1000;
    if (probe) {
      client(TcpFlags.ACK, 3, 1, "");
    }
    serverWindow(4, window);
    return found().get(0);
  }

  @Test
  void aWindowThatOpensUnaskedWithinTenMillisecondsWasFullForAMoment() {
    CaptureFinding finding = afterZeroWindow(9_999, false, 100);
    assertEquals("zero-window", finding.kind());
    assertEquals("10.0.0.2:80 had no room for a moment, 10.0 ms", finding.message());
    assertEquals(0, finding.count());
    assertEquals(
        Optional.of(new CaptureFinding.Span(START + 4_000_000, START + 13_999_000)),
        finding.time());
  }

  @Test
  void lessThanAMillisecondIsToldInMicroseconds() {
    assertEquals(
        "10.0.0.2:80 had no room for a moment, 999 µs", afterZeroWindow(999, false, 100).message());
  }

  @Test
  void aMillisecondIsToldInMilliseconds() {
    assertEquals(
        "10.0.0.2:80 had no room for a moment, 1.0 ms",
        afterZeroWindow(1_000, false, 100).message());
  }

  @Test
  void aWindowThatOpensLaterIsAReaderThatStopped() {
    assertEquals(
        "10.0.0.2:80 was not reading: its window was zero for 10 ms, 0 probes",
        afterZeroWindow(10_000, false, 100).message());
  }

  @Test
  void aWindowThatHadToBeAskedForIsAReaderThatStoppedHoweverSoonItOpened() {
    CaptureFinding finding = afterZeroWindow(2_000, true, 100);
    assertEquals(
        "10.0.0.2:80 was not reading: its window was zero for 3.0 ms, 1 probe", finding.message());
    assertEquals(1, finding.count());
  }

  @Test
  void aWindowThatTheEndOfTheCaptureFoundClosedIsStillClosed() {
    assertEquals(
        "10.0.0.2:80 was not reading: its window was zero for 2.0 ms and still was when the"
            + " capture ended, 0 probes",
        afterZeroWindow(2_000, false, 0).message());
  }

  @Test
  void aWindowThatWasClosedWhenTheConnectionEndedNeverOpenedAgain() {
    handshake();
    client(TcpFlags.ACK, 1, 1, "abc");
    serverWindow(4, 0);
    client(FIN_ACK, 4, 1, "");
    assertEquals(
        "10.0.0.2:80 was not reading: its window was zero for 1.0 ms and never opened again,"
            + " 0 probes",
        found().get(0).message());
  }

  @Test
  void aClosedWindowThatAResetEndedNeverOpenedAgain() {
    handshake();
    client(TcpFlags.ACK, 1, 1, "abc");
    serverWindow(4, 0);
    client(TcpFlags.RST, 4, 0, "");
    assertEquals(
        List.of(
            "10.0.0.2:80 was not reading: its window was zero for 1.0 ms and never opened again,"
                + " 0 probes",
            "10.0.0.1:40000 reset the connection"),
        found().stream().map(CaptureFinding::message).toList());
  }

  @Test
  void whatTookASecondToAnswerIsSlow() {
    handshake();
    tally.message(true, START);
    tally.message(false, START + 1_000_000_000L);
    List<CaptureFinding> found = found();
    assertEquals(1, found.size());
    assertEquals("slow-response", found.get(0).kind());
    assertEquals("10.0.0.2:80 took 1.0 s to answer", found.get(0).message());
    assertEquals(
        Optional.of(new CaptureFinding.Span(START, START + 1_000_000_000L)), found.get(0).time());
  }

  @Test
  void theSlowestOfSeveralAnswersIsTold() {
    handshake();
    tally.message(true, START);
    tally.message(false, START + 2_000_000_000L);
    tally.message(true, START);
    tally.message(false, START + 2_500_000_000L);
    assertFound("slow-response 1: 10.0.0.2:80 took 2.5 s to answer, the slowest of 2 answers");
  }

  @Test
  void anAnswerWithinASecondIsNotSlow() {
    handshake();
    tally.message(true, START);
    tally.message(false, START + 999_999_999L);
    assertFound();
  }
}
