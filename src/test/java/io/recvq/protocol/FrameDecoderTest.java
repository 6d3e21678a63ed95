package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.protocol.FrameDecoder.Start;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
  private static final FrameEncoder ENCODER = FrameEncoder.NATIVE;
  private static final byte[] SEARCH = AppAnswers.request(ENCODER, "search", "morpheus");
  private static final byte[] DOG = AppAnswers.request(ENCODER, "search", "\ud83d\udc36");
  private static final byte[] BINARY = AppAnswers.request(ENCODER, "dance", "x");
  private static final byte[] NOTHING = ENCODER.encode("empty", "binary", new byte[0]);

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] header(String json) {
    return FrameEncoder.frame(json.getBytes(UTF_8), new byte[0]);
  }

  private static String required(String more) {
    return "{\"byteorder\": \"little\", \"content-type\": \"text/json\", "
        + "\"content-encoding\": \"utf-8\", "
        + more
        + "}";
  }

  /** A frame or a report in a few words, so that lists of them compare. */
  static String words(Decoded decoded) {
    if (decoded instanceof Frame frame) {
      return "frame @" + frame.offset() + " +" + frame.length() + " " + frame.contentText();
    }
    Malformed malformed = (Malformed) decoded;
    return malformed.reason().word() + " @" + malformed.offset() + " " + malformed.detail();
  }

  static void drain(FrameDecoder decoder, List<String> into) {
    for (Decoded answer = decoder.next();
        !(answer instanceof Decoded.NeedMore);
        answer = decoder.next()) {
      into.add(words(answer));
    }
  }

  private static List<String> decode(FrameDecoder decoder, byte[]... pieces) {
    List<String> answers = new ArrayList<>();
    for (byte[] piece : pieces) {
      decoder.feed(ByteBuffer.wrap(piece));
      drain(decoder, answers);
    }
    decoder.endOfStream();
    drain(decoder, answers);
    return answers;
  }

  private static List<String> decode(byte[]... pieces) {
    return decode(new FrameDecoder(FrameLimits.DEFAULT), pieces);
  }

  @Test
  void aWholeRequestIsOneFrame() {
    FrameDecoder decoder = new FrameDecoder(FrameLimits.DEFAULT);
    decoder.feed(ByteBuffer.wrap(SEARCH));
    Frame frame = (Frame) decoder.next();
    assertEquals(146, frame.length());
    assertEquals(103, frame.headerLength());
    assertEquals(41, frame.contentLength());
    assertEquals(new FrameHeader("little", "text/json", "utf-8"), frame.header());
    assertEquals("{\"action\": \"search\", \"value\": \"morpheus\"}", frame.contentJson());
    assertEquals(required("\"content-length\": 41"), frame.headerJson());
    assertEquals(Decoded.NEED_MORE, decoder.next());
    assertEquals(146, decoder.position());
  }

  @Test
  void framesAreTheSameWhereverTheStreamIsCutInTwo() {
    byte[] stream = join(SEARCH, BINARY, NOTHING, DOG);
    List<String> whole = decode(stream);
    assertEquals(4, whole.size());
    for (int cut = 0; cut <= stream.length; cut++) {
      byte[] head = Arrays.copyOf(stream, cut);
      byte[] tail = Arrays.copyOfRange(stream, cut, stream.length);
      assertEquals(whole, decode(head, tail), "cut at " + cut);
    }
  }

  @Test
  void framesAreTheSameOneByteAtATime() {
    byte[] stream = join(SEARCH, BINARY, NOTHING, DOG);
    byte[][] single = new byte[stream.length][];
    for (int i = 0; i < stream.length; i++) {
      single[i] = new byte[] {stream[i]};
    }
    assertEquals(decode(stream), decode(single));
  }

  @Test
  void aFrameSpreadOverFeedsDoesNotPointIntoTheFedBuffer() {
    FrameDecoder decoder = new FrameDecoder(FrameLimits.DEFAULT);
    ByteBuffer buffer = ByteBuffer.allocate(100);
    buffer.put(SEARCH, 0, 100).flip();
    decoder.feed(buffer);
    assertEquals(Decoded.NEED_MORE, decoder.next());
    buffer.clear().put(SEARCH, 100, 46).flip();
    decoder.feed(buffer);
    Frame frame = (Frame) decoder.next();
    buffer.clear().put(new byte[100]);
    assertEquals("{\"action\": \"search\", \"value\": \"morpheus\"}", frame.contentJson());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"byteorder\": 1 | bad-json",
        "[1] | bad-json",
        "{} | missing-header",
        "{\"byteorder\": NaN} | bad-json",
        "{\"byteorder\": -Infinity} | bad-json",
        "{\"byteorder\": \"little\"} x | bad-json",
        "{\"byteorder\": \"\\x\"} | bad-json",
      })
  void aBadHeaderIsReportedAndTheNextFrameIsFound(String json, String reason) {
    byte[] bad = header(json);
    List<String> answers = decode(join(SEARCH, bad, DOG));
    assertEquals(3, answers.size(), answers.toString());
    assertTrue(answers.get(1).startsWith(reason + " @146 "), answers.toString());
    assertTrue(answers.get(2).startsWith("frame @" + (146 + bad.length)), answers.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1 | bad-content-length",
        "4.0 | bad-content-length",
        "\"4\" | bad-content-length",
        "null | bad-content-length",
        "1e1 | bad-content-length",
        "67108865 | too-large",
        "99999999999999999999999 | too-large",
        "01 | bad-json",
      })
  void aContentLengthIsAnIntegerWithinTheLimit(String length, String reason) {
    byte[] bad = header(required("\"content-length\": " + length));
    List<String> answers = decode(join(bad, DOG));
    assertEquals(2, answers.size(), answers.toString());
    assertTrue(answers.get(0).startsWith(reason + " @0 "), answers.toString());
    assertTrue(answers.get(1).startsWith("frame @" + bad.length), answers.toString());
  }

  @Test
  void anEmptyHeaderIsBadJson() {
    List<String> answers = decode(join(new byte[2], SEARCH));
    assertEquals("bad-json @0 the header is empty", answers.get(0));
    assertTrue(answers.get(1).startsWith("frame @2 +146"));
  }

  @Test
  void aHeaderThatIsNoUtf8SaysSo() {
    byte[] json = required("\"x\": \"?\", \"content-length\": 0").getBytes(UTF_8);
    json[new String(json, UTF_8).indexOf('?')] = (byte) 0xff;
    List<String> answers = decode(FrameEncoder.frame(json, new byte[0]));
    assertEquals(1, answers.size());
    assertTrue(answers.get(0).startsWith("bad-utf8 @0"), answers.toString());
  }

  @Test
  void afterBadContentTheNextFrameFollows() {
    byte[] bad = ENCODER.encode("text/json", "utf-8", "{\"action\": }".getBytes(UTF_8));
    List<String> answers = decode(join(bad, SEARCH));
    assertEquals(2, answers.size());
    assertTrue(answers.get(0).startsWith("bad-content @0 "), answers.toString());
    assertTrue(answers.get(1).startsWith("frame @" + bad.length), answers.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "NaN", "[1,]", "{\"a\": Infinity}", "\"\ud83d", "1 2"})
  void contentThatIsNoJsonIsBadContent(String content) {
    byte[] bad = ENCODER.encode("text/json", "utf-8", content.getBytes(UTF_8));
    assertTrue(decode(bad).get(0).startsWith("bad-content @0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"utf-8", "UTF-16", "utf_8", "latin-1", "ISO-8859-1", "windows-1252", "utf8"})
  void contentIsReadInItsEncoding(String encoding) {
    String json = "{\"value\": \"\u00e9\"}";
    byte[] content = json.getBytes(Encodings.find(encoding).orElseThrow());
    List<String> answers = decode(ENCODER.encode("text/json", encoding, content));
    assertEquals(1, answers.size());
    assertTrue(answers.get(0).endsWith(json), answers.toString());
  }

  @Test
  void anUnknownEncodingAndBytesThatAreNotOfTheEncodingAreBadContent() {
    byte[] unknown = ENCODER.encode("text/json", "klingon", "{}".getBytes(UTF_8));
    byte[] wrong =
        ENCODER.encode("text/json", "ascii", "\"\u00e9\"".getBytes(StandardCharsets.ISO_8859_1));
    List<String> answers = decode(join(unknown, wrong, SEARCH));
    assertEquals("bad-content @0 the content's encoding 'klingon' is unknown", answers.get(0));
    assertEquals("bad-content @" + unknown.length + " the content is no ascii", answers.get(1));
    assertEquals(3, answers.size());
  }

  @Test
  void aStreamThatEndsInsideAFrameIsTruncated() {
    for (int length = 1; length < SEARCH.length; length++) {
      List<String> answers = decode(Arrays.copyOf(SEARCH, length));
      assertEquals(1, answers.size());
      assertTrue(
          answers.get(0).startsWith("truncated @0 the stream ended after " + length),
          answers.toString());
    }
  }

  @Test
  void aGapInsideKnownContentLosesThatFrameOnly() {
    FrameDecoder decoder = new FrameDecoder(FrameLimits.DEFAULT);
    List<String> answers = new ArrayList<>();
    decoder.feed(ByteBuffer.wrap(SEARCH, 0, 110));
    drain(decoder, answers);
    decoder.gap(20);
    drain(decoder, answers);
    decoder.feed(ByteBuffer.wrap(join(Arrays.copyOfRange(SEARCH, 130, 146), DOG)));
    drain(decoder, answers);
    assertEquals("gap @0 20 bytes from offset 110 on are missing from the capture", answers.get(0));
    assertTrue(answers.get(1).startsWith("frame @146 +" + DOG.length), answers.toString());
    assertEquals(2, answers.size());
  }

  @Test
  void aGapAnywhereIsReportedOnceAndAllFramesThatItLeftWholeAreFound() {
    byte[] stream = join(SEARCH, BINARY, DOG, SEARCH);
    int second = SEARCH.length;
    int third = second + BINARY.length;
    int fourth = third + DOG.length;
    for (int from = 0; from < third; from++) {
      FrameDecoder decoder = new FrameDecoder(FrameLimits.DEFAULT);
      List<String> answers = new ArrayList<>();
      decoder.feed(ByteBuffer.wrap(stream, 0, from));
      drain(decoder, answers);
      decoder.gap(1);
      drain(decoder, answers);
      decoder.feed(ByteBuffer.wrap(stream, from + 1, stream.length - from - 1));
      drain(decoder, answers);
      decoder.endOfStream();
      drain(decoder, answers);
      int hit = from < second ? 0 : second;
      List<String> heads = answers.stream().map(a -> a.split(" \\+| \\d")[0]).toList();
      List<String> expected =
          hit == 0
              ? List.of("gap @0", "frame @" + second, "frame @" + third, "frame @" + fourth)
              : List.of("frame @0", "gap @" + second, "frame @" + third, "frame @" + fourth);
      assertEquals(expected, heads, "gap at " + from);
    }
  }

  @Test
  void startingAnywhereTheFirstWholeHeaderIsFound() {
    byte[] tail = Arrays.copyOfRange(SEARCH, 50, SEARCH.length);
    FrameDecoder decoder = new FrameDecoder(Framings.APP, FrameLimits.DEFAULT, Start.ANYWHERE);
    List<String> answers = decode(decoder, join(tail, DOG));
    assertEquals(1, answers.size());
    assertTrue(answers.get(0).startsWith("frame @" + tail.length));
  }

  @Test
  void aFalseCandidateDoesNotHideTheFramesBehindIt() {
    byte[] falseStart = "AA{\"never\": \"ends".getBytes(UTF_8);
    FrameDecoder decoder = new FrameDecoder(Framings.APP, FrameLimits.DEFAULT, Start.ANYWHERE);
    List<String> answers = decode(decoder, join(falseStart), join(SEARCH), join(DOG));
    assertEquals(2, answers.size(), answers.toString());
  }

  @Test
  void anotherProtocolIsLeftAlone() {
    FrameDecoder decoder = new FrameDecoder(Framings.APP, FrameLimits.DEFAULT, Start.IF_PLAUSIBLE);
    assertEquals(List.of(), decode(decoder, "Message 1 from client.".getBytes(UTF_8), SEARCH));
    assertFalse(decoder.isFramed());
  }

  @Test
  void aStreamIsKnownByItsFirstBytesHoweverTheyAreCut() {
    byte[] bad = header("{\"byteorder\": NaN}");
    byte[] stream = join(bad, SEARCH);
    for (int cut = 0; cut < stream.length; cut++) {
      FrameDecoder decoder =
          new FrameDecoder(Framings.APP, FrameLimits.DEFAULT, Start.IF_PLAUSIBLE);
      byte[] head = Arrays.copyOf(stream, cut);
      byte[] rest = Arrays.copyOfRange(stream, cut, stream.length);
      assertEquals(2, decode(decoder, head, rest).size(), "cut at " + cut);
      assertTrue(decoder.isFramed());
    }
  }

  @Test
  void memoryGrowsWithWhatArrivesAndNotWithWhatIsPromised() {
    FrameDecoder decoder = new FrameDecoder(FrameLimits.DEFAULT);
    byte[] promise = header(required("\"content-length\": 60000000"));
    decoder.feed(ByteBuffer.wrap(promise));
    assertEquals(Decoded.NEED_MORE, decoder.next());
    assertTrue(decoder.heldBytes() <= 16 << 10, decoder.heldBytes() + " held");
    for (int sent = 0; sent < 1 << 20; sent += 1000) {
      decoder.feed(ByteBuffer.allocate(1000));
      assertEquals(Decoded.NEED_MORE, decoder.next());
    }
    assertTrue(decoder.heldBytes() <= 3 << 20, decoder.heldBytes() + " held");
  }

  @Test
  void feedingBeforeTheAnswersWereTakenIsRefused() {
    FrameDecoder decoder = new FrameDecoder(FrameLimits.DEFAULT);
    decoder.feed(ByteBuffer.wrap(SEARCH));
    assertThrows(IllegalStateException.class, () -> decoder.feed(ByteBuffer.wrap(SEARCH)));
  }

  @Test
  @Tag("random")
  void randomDamageGivesTheSameAnswersHoweverTheBytesAreCut() {
    Random random = new Random(20260101);
    for (int round = 0; round < 3000; round++) {
      byte[] stream = join(SEARCH, DOG, BINARY, NOTHING, SEARCH);
      for (int i = random.nextInt(6); i > 0; i--) {
        stream[random.nextInt(stream.length)] = (byte) random.nextInt(256);
      }
      List<byte[]> pieces = new ArrayList<>();
      for (int at = 0; at < stream.length; ) {
        int end = Math.min(stream.length, at + 1 + random.nextInt(round % 2 == 0 ? 5 : 200));
        pieces.add(Arrays.copyOfRange(stream, at, end));
        at = end;
      }
      assertEquals(decode(stream), decode(pieces.toArray(byte[][]::new)), "seed round " + round);
    }
  }
}
