package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.protocol.FrameDecoder.Start;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a decoder says of itself, and the calls that it refuses. */
class FrameDecoderStateTest {
  private static final byte[] SEARCH = AppAnswers.request(FrameEncoder.NATIVE, "search", "x");
  private static final byte[] NOISE = "no frame at all".getBytes(UTF_8);

  private final FrameDecoder decoder = new FrameDecoder(FrameLimits.DEFAULT);

  private static FrameDecoder decoder(String framing, Start start) {
    return new FrameDecoder(Framings.parse(framing), FrameLimits.DEFAULT, start);
  }

  private static List<String> drain(FrameDecoder decoder) {
    List<String> answers = new ArrayList<>();
    FrameDecoderTest.drain(decoder, answers);
    return answers;
  }

  private static List<String> feed(FrameDecoder decoder, byte[] bytes, int from, int to) {
    decoder.feed(ByteBuffer.wrap(bytes), from, to);
    return drain(decoder);
  }

  private static List<String> feed(FrameDecoder decoder, byte[] bytes) {
    return feed(decoder, bytes, 0, bytes.length);
  }

  @Test
  void feedingABufferMovesItsPositionAndFeedingARangeLeavesIt() {
    ByteBuffer moved = ByteBuffer.wrap(SEARCH, 0, 10);
    decoder.feed(moved);
    assertEquals(10, moved.position());
    assertEquals(Decoded.NEED_MORE, decoder.next());
    ByteBuffer left = ByteBuffer.wrap(SEARCH);
    decoder.feed(left, 10, SEARCH.length);
    assertEquals(0, left.position());
    assertEquals(SEARCH.length, ((Frame) decoder.next()).length());
  }

  @Test
  void aGapIsAsLargeAsItIs() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> decoder.gap(-1));
    assertEquals("a gap of -1 bytes", e.getMessage());
    decoder.gap(0);
    assertEquals(List.of(), drain(decoder));
    decoder.gap(1);
    assertEquals(1, drain(decoder).size());
    assertEquals(1, decoder.position());
  }

  @Test
  void nothingFollowsTheEndOfTheStream() {
    decoder.endOfStream();
    ByteBuffer bytes = ByteBuffer.wrap(SEARCH);
    assertThrows(IllegalStateException.class, () -> decoder.feed(bytes));
    assertThrows(IllegalStateException.class, () -> decoder.gap(1));
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> decoder.endOfStream());
    assertEquals("the stream has ended", e.getMessage());
  }

  @Test
  void nothingIsTakenBeforeTheAnswersWereTaken() {
    decoder.gap(5);
    assertThrows(IllegalStateException.class, () -> decoder.gap(5));
    assertThrows(IllegalStateException.class, () -> decoder.endOfStream());
    ByteBuffer bytes = ByteBuffer.wrap(SEARCH);
    assertThrows(IllegalStateException.class, () -> decoder.feed(bytes));
    drain(decoder);
    decoder.feed(bytes);
    IllegalStateException e = assertThrows(IllegalStateException.class, () -> decoder.gap(5));
    assertEquals("next() has not yet answered that it needs more", e.getMessage());
  }

  @Test
  void whileAStreamIsNotYetKnownItIsNeitherFramedNorAnothers() {
    FrameDecoder unsure = decoder("app", Start.IF_PLAUSIBLE);
    assertEquals(List.of(), feed(unsure, SEARCH, 0, 3));
    assertFalse(unsure.isFramed());
    assertFalse(unsure.isOtherProtocol());
    assertEquals(1, feed(unsure, SEARCH, 3, SEARCH.length).size());
    assertTrue(unsure.isFramed());
    assertFalse(unsure.isOtherProtocol());
    assertTrue(decoder.isFramed());
    assertFalse(decoder.isOtherProtocol());
    assertTrue(decoder("app", Start.ANYWHERE).isFramed());
  }

  @Test
  void anotherProtocolIsPassedOverButCounted() {
    FrameDecoder other = decoder("app", Start.IF_PLAUSIBLE);
    assertEquals(List.of(), feed(other, NOISE));
    assertTrue(other.isOtherProtocol());
    assertFalse(other.isFramed());
    assertEquals(NOISE.length, other.position());
    other.gap(100);
    assertEquals(List.of(), drain(other));
    assertEquals(List.of(), feed(other, SEARCH));
    assertEquals(NOISE.length + 100 + SEARCH.length, other.position());
    assertEquals(0, other.heldBytes());
  }

  @Test
  void aStreamThatEndsOrBreaksBeforeItIsKnownIsAnothers() {
    FrameDecoder ended = decoder("app", Start.IF_PLAUSIBLE);
    feed(ended, SEARCH, 0, 3);
    ended.endOfStream();
    assertEquals(List.of(), drain(ended));
    assertTrue(ended.isOtherProtocol());
    FrameDecoder broken = decoder("app", Start.IF_PLAUSIBLE);
    feed(broken, SEARCH, 0, 3);
    broken.gap(10);
    assertEquals(List.of(), drain(broken));
    assertTrue(broken.isOtherProtocol());
    assertEquals(13, broken.position());
  }

  @Test
  void memoryIsHeldForAnUnfinishedFrameAndForNothingElse() {
    assertEquals(1, feed(decoder, SEARCH).size());
    assertEquals(0, decoder.heldBytes());
    feed(decoder, SEARCH, 0, 20);
    assertEquals(256, decoder.heldBytes());
    assertEquals(1, feed(decoder, SEARCH, 20, SEARCH.length).size());
    assertEquals(0, decoder.heldBytes());
  }

  @Test
  void forASmallFrameOfKnownLengthItsRoomIsMadeAtOnce() {
    byte[] content = new byte[10_000];
    byte[] frame = FrameEncoder.NATIVE.encode("a/b", "binary", content);
    feed(decoder, frame, 0, 200);
    assertEquals(frame.length, decoder.heldBytes());
  }

  @Test
  void forALargeFrameNoMoreThan16KIsHeldAheadOfWhatCame() {
    byte[] content = new byte[100_000];
    byte[] frame = FrameEncoder.NATIVE.encode("a/b", "binary", content);
    feed(decoder, frame, 0, 200);
    assertEquals(16 << 10, decoder.heldBytes());
    feed(decoder, frame, 200, 20_000);
    assertEquals(40_000, decoder.heldBytes());
    feed(decoder, frame, 20_000, 90_000);
    assertEquals(frame.length, decoder.heldBytes());
    assertEquals(1, feed(decoder, frame, 90_000, frame.length).size());
    assertEquals(0, decoder.heldBytes());
  }

  @Test
  void offsetsCountGapsAndWhatWasPassedOver() {
    FrameDecoder anywhere = decoder("app", Start.ANYWHERE);
    assertEquals(List.of(), feed(anywhere, NOISE));
    anywhere.gap(1000);
    assertEquals(
        "gap @%d 1000 bytes from offset %d on are missing from the capture"
            .formatted(NOISE.length, NOISE.length),
        String.join("\n", drain(anywhere)));
    anywhere.feed(ByteBuffer.wrap(SEARCH));
    assertEquals(NOISE.length + 1000, ((Frame) anywhere.next()).offset());
    assertEquals(NOISE.length + 1000 + SEARCH.length, anywhere.position());
  }

  @Test
  void aGapThatReachesBeyondTheSpoiledFrameIsToldOnce() {
    byte[] frame = FrameEncoder.NATIVE.encode("a/b", "binary", new byte[50]);
    feed(decoder, frame, 0, frame.length - 30);
    decoder.gap(10);
    assertEquals(1, drain(decoder).size());
    decoder.gap(15);
    assertEquals(List.of(), drain(decoder));
    assertEquals(frame.length - 5, decoder.position());
    decoder.gap(5);
    assertEquals(List.of(), drain(decoder));
    assertEquals(1, feed(decoder, SEARCH).size());
    assertEquals(frame.length + SEARCH.length, decoder.position());
  }

  @Test
  void aSecondGapBehindTheSpoiledFrameIsAGapOfItsOwn() {
    byte[] frame = FrameEncoder.NATIVE.encode("a/b", "binary", new byte[50]);
    feed(decoder, frame, 0, frame.length - 30);
    decoder.gap(10);
    drain(decoder);
    decoder.gap(27);
    String at = Integer.toString(frame.length);
    assertEquals(
        List.of("gap @" + at + " 7 bytes from offset " + at + " on are missing from the capture"),
        drain(decoder));
    assertEquals(frame.length + 7, decoder.position());
    assertEquals(1, feed(decoder, SEARCH).size());
  }

  @Test
  void aTruncatedFrameSaysHowMuchOfItCame() {
    byte[] frame = FrameEncoder.NATIVE.encode("a/b", "binary", new byte[50]);
    feed(decoder, frame, 0, 40);
    decoder.endOfStream();
    assertEquals(
        List.of("truncated @0 the stream ended after 40 bytes, inside the header"), drain(decoder));
    assertEquals(40, decoder.position());
    FrameDecoder other = new FrameDecoder(FrameLimits.DEFAULT);
    feed(other, frame, 0, frame.length - 1);
    other.endOfStream();
    assertEquals(
        List.of(
            "truncated @0 the stream ended after %d of %d bytes"
                .formatted(frame.length - 1, frame.length)),
        drain(other));
  }

  @Test
  void aFrameThatTheEndOfTheStreamCompletesIsAFrame() {
    FrameDecoder lines = decoder("lines", Start.AT_FRAME);
    byte[] text = "one\ntw".getBytes(UTF_8);
    assertEquals(1, feed(lines, text).size());
    assertEquals(List.of(), feed(lines, "o".getBytes(UTF_8)));
    lines.endOfStream();
    Frame last = (Frame) lines.next();
    assertEquals("two", last.contentText());
    assertEquals(4, last.offset());
    assertEquals(3, last.length());
    assertEquals(7, lines.position());
    assertEquals(Decoded.NEED_MORE, lines.next());
  }

  @Test
  void transientFramesGiveTheirMemoryBackWithTheNextCall() {
    HoldingMemory memory = new HoldingMemory();
    FrameDecoder sharing =
        FrameDecoder.transientFrames(
            Framings.APP, FrameLimits.DEFAULT, Start.AT_FRAME, memory, OpenRequests.unknown());
    ByteBuffer first = ByteBuffer.allocate(256);
    memory.give(first);
    feed(sharing, SEARCH, 0, 20);
    sharing.feed(ByteBuffer.wrap(SEARCH), 20, SEARCH.length);
    assertEquals(SEARCH.length, ((Frame) sharing.next()).length());
    assertArrayEquals(SEARCH, Arrays.copyOf(first.array(), SEARCH.length));
    assertNotSame(first, memory.take(256));
    assertEquals(Decoded.NEED_MORE, sharing.next());
    assertSame(first, memory.take(256));
  }

  @Test
  void aLineWhoseBeginningIsMissingIsNoneAlthoughALineEndCameBeforeTheGap() {
    FrameDecoder lines = decoder("lines", Start.ANYWHERE);
    assertEquals(List.of(), feed(lines, "rest of one\n".getBytes(UTF_8)));
    lines.gap(10);
    drain(lines);
    byte[] text = "rest of another\nwhole\n".getBytes(UTF_8);
    assertEquals(List.of("frame @38 +6 whole"), feed(lines, text));
  }

  @Test
  void aLineBehindALineEndIsWholeHoweverTheBytesWereCut() {
    FrameDecoder lines = decoder("lines", Start.ANYWHERE);
    assertEquals(List.of(), feed(lines, "rest of one\n".getBytes(UTF_8)));
    assertEquals(List.of("frame @12 +6 whole"), feed(lines, "whole\n".getBytes(UTF_8)));
  }

  /** Judged with each of the pieces it would take half an hour. */
  @ParameterizedTest
  @CsvSource({"lines, ''", "http1, 'HTTP/1.0 200 OK\n\n'"})
  @Timeout(120)
  void whatTheEndOfTheStreamEndsIsJudgedOnce(String framing, String head) {
    byte[] piece = "a".repeat(256).getBytes(UTF_8);
    FrameDecoder open = decoder(framing, Start.AT_FRAME);
    open.feed(ByteBuffer.wrap(head.getBytes(UTF_8)));
    assertEquals(List.of(), drain(open));
    for (int i = 0; i < 1 << 16; i++) {
      assertEquals(List.of(), feed(open, piece));
    }
    open.endOfStream();
    Frame frame = (Frame) open.next();
    assertEquals(16 << 20, frame.contentLength());
    assertTrue(frame.isText());
  }
}
