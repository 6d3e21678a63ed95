package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.protocol.FrameDecoder.Start;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContentKindTest {
  private static FrameHeader kind(ContentKind expected, String content) {
    byte[] bytes = ("(" + content + ")").getBytes(ISO_8859_1);
    ContentKind.Check check = new ContentKind.Check(expected);
    return check.kind(ByteBuffer.wrap(bytes), 1, bytes.length - 1);
  }

  private static List<String> decode(String framing, String stream) {
    FrameDecoder decoder =
        new FrameDecoder(Framings.parse(framing), FrameLimits.DEFAULT, Start.AT_FRAME);
    decoder.feed(ByteBuffer.wrap(stream.getBytes(ISO_8859_1)));
    List<String> answers = new ArrayList<>();
    FrameDecoderTest.drain(decoder, answers);
    return answers;
  }

  @ParameterizedTest
  @EnumSource(ContentKind.class)
  void aKindIsNamedInLowerCase(ContentKind kind) {
    assertSame(kind, ContentKind.parse(kind.name().toLowerCase(Locale.ROOT)));
    assertThrows(IllegalArgumentException.class, () -> ContentKind.parse(kind.name()));
  }

  @ParameterizedTest
  @CsvSource({
    "{}, text/json",
    "[1], text/json",
    "[1, text/plain",
    "{, text/plain",
    "1, text/plain",
    "'\"a\"', text/plain",
    "'', text/plain",
    "\u00c3\u00a9, text/plain",
    "\u00e9, application/octet-stream",
    "'\u0001', application/octet-stream",
  })
  void leftToItselfContentIsWhatItTurnsOutToBe(String content, String type) {
    assertEquals(type, kind(ContentKind.AUTO, content).contentType());
    assertEquals("text/json", kind(ContentKind.JSON, content).contentType());
    assertEquals("text/plain", kind(ContentKind.TEXT, content).contentType());
    assertEquals("application/octet-stream", kind(ContentKind.BYTES, content).contentType());
  }

  @Test
  void textHasNoControlCharactersButTabAndLineEnds() {
    for (int b = 0; b < 0x80; b++) {
      boolean control = b < 0x20 && b != '\t' && b != '\n' && b != '\r' || b == 0x7f;
      ByteBuffer bytes = ByteBuffer.wrap(new byte[] {'a', (byte) b, 'z'});
      assertEquals(!control, ContentKind.Check.isText(bytes, 0, 3), "byte " + b);
    }
    assertTrue(ContentKind.Check.isText(ByteBuffer.wrap(new byte[3]), 1, 1));
    assertFalse(ContentKind.Check.isText(ByteBuffer.wrap(new byte[3]), 1, 2));
  }

  @Test
  void contentThatMustBeJsonAndIsNoneIsBadAndTheNextFrameFollows() {
    assertEquals(
        List.of(
            "bad-content @0 the content is no JSON at its byte 3: expected a value, found ']'",
            "frame @6 +4 {}"),
        decode("length:width=1,offset=1,content=json", "x\4[1,]x\2{}"));
    assertEquals(
        List.of(
            "bad-content @0 the content is no JSON at its byte 0: the JSON text ends too early",
            "frame @1 +2 1"),
        decode("lines:content=json", "\n1\n"));
  }

  @Test
  void contentThatIsTakenForTextOrBytesIsNotChecked() {
    assertEquals(List.of("frame @0 +3 {"), decode("u16be:content=text", "\0\1{"));
    assertEquals(List.of("frame @0 +3 {"), decode("u16be:content=bytes", "\0\1{"));
  }
}
