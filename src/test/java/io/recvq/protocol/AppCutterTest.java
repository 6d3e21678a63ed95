package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppCutterTest {
  private static final FrameEncoder ENCODER = FrameEncoder.NATIVE;

  private static List<String> decode(FrameLimits limits, byte[] bytes) {
    FrameDecoder decoder = new FrameDecoder(limits);
    decoder.feed(ByteBuffer.wrap(bytes));
    List<String> answers = new ArrayList<>();
    FrameDecoderTest.drain(decoder, answers);
    return answers;
  }

  private static String first(byte[] bytes) {
    return decode(FrameLimits.DEFAULT, bytes).get(0);
  }

  @ParameterizedTest
  @CsvSource({"x, 1", "!, 1", "[, 1", "{, 0", "' ', 0", "'\n', 0"})
  void aHeaderThatCannotBeAnObjectIsRefusedBeforeTheRestOfItCame(char start, int reports) {
    List<String> answers = decode(FrameLimits.DEFAULT, new byte[] {0, 100, (byte) start});

    assertEquals(
        List.of("bad-json @0 the header does not start with '{'").subList(0, reports), answers);
  }

  @Test
  void aContentAtTheLimitIsTakenAndOneByteMoreIsNot() {
    byte[] frame = ENCODER.encode("a/b", "binary", "12345".getBytes(UTF_8));
    FrameLimits limits = FrameLimits.DEFAULT.withMaxContentBytes(5);
    assertEquals(List.of("frame @0 +" + frame.length + " 12345"), decode(limits, frame));
    assertEquals(
        "too-large @0 a content of 5 bytes, the limit is 4",
        decode(limits.withMaxContentBytes(4), frame).get(0));
  }

  @Test
  void aHeaderAboveTheLimitIsToldBeforeItCame() {
    assertEquals(
        List.of("too-large @0 a header of 101 bytes, the limit is 100"),
        decode(new FrameLimits(100, 0), new byte[] {0, 101}));
    assertEquals(List.of(), decode(new FrameLimits(101, 0), new byte[] {0, 101}));
  }

  @Test
  void contentIsNoJsonAtTheByteThatIsWrongInWhateverEncoding() {
    String wrong = " the content is no JSON at its byte 3: expected a value, found ']'";
    assertEquals("bad-content @0" + wrong, first(ENCODER.json("[1,]", UTF_8, "utf-8")));
    assertEquals("bad-content @0" + wrong, first(ENCODER.json("[1,]", UTF_16, "utf-16")));
  }

  @ParameterizedTest
  @CsvSource({"60, ''", "61, ..."})
  void ofAnUnknownEncodingsNameThe60FirstCharactersAreTold(int length, String more) {
    String told = "x".repeat(60) + more;
    byte[] frame = ENCODER.encode("text/json", "x".repeat(length), "{}".getBytes(UTF_8));
    assertEquals("bad-content @0 the content's encoding '" + told + "' is unknown", first(frame));
  }

  @Test
  void theLengthOfAHeaderIsTwoBytesWithTheHighOneFirst() {
    byte[] frame = FrameEncoder.frame(new byte[0x1284], new byte[0]);
    assertEquals(0x12, frame[0]);
    assertEquals((byte) 0x84, frame[1]);
    assertEquals(0x1284, AppFraming.headerLength(ByteBuffer.wrap(frame), 0));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1048577, 0", "1, -1", "1, 2146435072"})
  void limitsThatNoFrameCanHaveAreRefused(int header, int content) {
    assertThrows(IllegalArgumentException.class, () -> new FrameLimits(header, content));
    assertEquals(0, new FrameLimits(1, 0).maxContentBytes());
    assertEquals(2146435071, new FrameLimits(1048576, 2146435071).maxContentBytes());
  }
}
