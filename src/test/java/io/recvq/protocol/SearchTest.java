package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.recvq.protocol.FrameDecoder.Start;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How decoders that lost their place, or never had one, find the next frame. */
class SearchTest {
  private static final FrameLimits SMALL = new FrameLimits(60, 40);

  private static byte[] bytes(String text) {
    return text.translateEscapes().getBytes(ISO_8859_1);
  }

  /** The frames that are found, fed at once and one byte at a time, which must be the same. */
  private static List<String> found(String framing, String stream) {
    List<String> atOnce = found(framing, stream, Integer.MAX_VALUE);
    assertEquals(atOnce, found(framing, stream, 1));
    assertEquals(atOnce, found(framing, stream, 7));
    return atOnce;
  }

  private static List<String> found(String framing, String stream, int piece) {
    FrameDecoder decoder = new FrameDecoder(Framings.parse(framing), SMALL, Start.ANYWHERE);
    byte[] all = bytes(stream);
    List<String> answers = new ArrayList<>();
    for (int at = 0; at < all.length; ) {
      int to = (int) Math.min(all.length, at + (long) piece);
      decoder.feed(ByteBuffer.wrap(all), at, to);
      FrameDecoderTest.drain(decoder, answers);
      at = to;
    }
    decoder.endOfStream();
    FrameDecoderTest.drain(decoder, answers);
    return answers;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "zz@[GET / HTTP/1.1\\n\\n | `frame @4 +16 `",
        "zANY / HTTP/1.1\\n\\n | `frame @1 +16 `",
        "zZOO / HTTP/1.1\\n\\n | `frame @1 +16 `",
        "xHTTP/1.1 204 No\\r\\n\\r\\n | `frame @1 +19 `",
        "GET / of a book\\nHTTP/1.1 204 No\\n\\n | `frame @16 +17 `",
        "ABC ABC / HTTP/1.1\\n\\n | `frame @4 +16 `",
        "XXHTTP/1.1 204 No\\n\\n | `frame @2 +17 `",
      })
  void anHttpHeadIsFoundBehindOtherBytes(String stream, String frame) {
    assertEquals(List.of(frame), found("http1", stream));
  }

  @Test
  void anHttpHeadAboveTheLimitIsPassedOver() {
    String within = "GET / HTTP/1.1\\na: " + "b".repeat(60 - 15 - 3 - 2) + "\\n\\n";
    String above = within.replace("a: ", "a: b");
    String next = "PUT / HTTP/1.1\\n\\n";
    assertEquals(List.of("frame @0 +60 ", "frame @60 +16 "), found("http1", within + next));
    assertEquals(List.of("frame @61 +16 "), found("http1", above + next));
  }

  @Test
  void aJsonHeaderIsFoundBehindOtherBytes() {
    String frame = "\\0\\10{\"k\": 3}abc";
    assertEquals(List.of("frame @3 +13 abc"), found("json:key=k", "xyz" + frame));
    assertEquals(List.of("frame @4 +13 abc"), found("json:key=k", "\\0\\10{]" + frame));
    assertEquals(List.of("frame @3 +13 abc"), found("json:key=k", "\\0\\1{" + frame));
    assertEquals(List.of("frame @10 +13 abc"), found("json:key=k", "\\0\\10{\"j\": 3}" + frame));
    assertEquals(List.of("frame @11 +13 abc"), found("json:key=k", "\\0\\11{\"k\": -3}" + frame));
    assertEquals(List.of(), found("json:key=k", "\\0\\10{\"k\""));
  }

  @Test
  void aHeaderOfTheApplicationAtTheLimitIsFoundAndOneAboveItIsPassedOver() {
    String header =
        "{\"byteorder\":\"\",\"content-type\":\"\",\"content-encoding\":\"\",\"content-length\":0}";
    byte[] frame = FrameEncoder.frame(bytes(header), new byte[0]);
    FrameLimits exact = new FrameLimits(header.length(), 0);
    FrameLimits less = new FrameLimits(header.length() - 1, 0);
    assertInstanceOf(Frame.class, first(exact, Start.ANYWHERE, frame));
    assertEquals(Decoded.NEED_MORE, first(less, Start.ANYWHERE, frame));
    assertInstanceOf(Frame.class, first(exact, Start.AT_FRAME, frame));
    Decoded refused = first(less, Start.AT_FRAME, frame);
    assertEquals(Malformed.Reason.TOO_LARGE, assertInstanceOf(Malformed.class, refused).reason());
  }

  private static Decoded first(FrameLimits limits, Start start, byte[] frame) {
    FrameDecoder decoder = new FrameDecoder(Framings.APP, limits, start);
    decoder.feed(ByteBuffer.wrap(frame));
    return decoder.next();
  }

  @Test
  void aLineIsFoundBehindTheNextLineEnd() {
    assertEquals(List.of("frame @3 +3 cd", "frame @6 +2 ef"), found("lines", "ab\\ncd\\nef"));
    assertEquals(List.of(), found("lines", "ab"));
    assertEquals(List.of("frame @1 +1 "), found("lines", "\\n\\n"));
  }

  @Test
  void aLengthIsBelievedWhenFramesLeadToTheEndOfWhatIsThere() {
    assertEquals(
        List.of("frame @1 +4 ab", "frame @5 +3 c"),
        found("u16be", "x\\0\\2ab\\0\\1c", Integer.MAX_VALUE));
    assertEquals(List.of(), found("u16be", "\\0\\2ab\\0\\2", Integer.MAX_VALUE));
  }

  @Test
  void aMagicIsFoundBehindOtherBytesAndIsNoFrameAboveTheLimit() {
    String framing = "length:width=1,offset=2,magic=cafe";
    String frame = "\u00ca\u00fe\\3abc";
    assertEquals(List.of("frame @2 +6 abc"), found(framing, "xy" + frame));
    assertEquals(List.of("frame @1 +6 abc"), found(framing, "\u00ca" + frame));
    assertEquals(List.of("frame @3 +6 abc"), found(framing, "\u00ca\u00fe\\51" + frame));
  }
}
