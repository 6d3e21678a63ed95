package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.protocol.FrameDecoder.Start;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static final FrameEncoder ENCODER = new FrameEncoder(ByteOrder.BIG_ENDIAN);
  private static final String VALUE = "{\"a\": {\"b\": [1, 2]}}";

  /** The frame of this framing behind four bytes that are none of it. */
  private static Frame frame(String framing, byte[] bytes, ByteBuffer buffer) {
    buffer.put(new byte[4]).put(bytes).position(4).limit(4 + bytes.length);
    FrameDecoder decoder =
        new FrameDecoder(Framings.parse(framing), FrameLimits.DEFAULT, Start.AT_FRAME);
    decoder.feed(buffer, buffer.position(), buffer.limit());
    return (Frame) decoder.next();
  }

  private static Frame frame(String framing, byte[] bytes) {
    return frame(framing, bytes, ByteBuffer.allocate(4 + bytes.length + 4));
  }

  private static byte[] json(String text) {
    return ENCODER.json(text, UTF_8, "utf-8");
  }

  private static byte[] bytes(ByteBuffer view) {
    byte[] copy = new byte[view.remaining()];
    view.duplicate().get(copy);
    return copy;
  }

  @Test
  void theViewsAreTheFramesBytesAndItsContent() {
    byte[] encoded = json(VALUE);
    Frame frame = frame("app", encoded);
    assertArrayEquals(encoded, bytes(frame.bytes()));
    assertArrayEquals(VALUE.getBytes(UTF_8), bytes(frame.content()));
    assertArrayEquals(VALUE.getBytes(UTF_8), frame.contentBytes());
    assertTrue(frame.bytes().isReadOnly());
    assertTrue(frame.content().isReadOnly());
  }

  @Test
  void aFrameInADirectBufferSaysTheSame() {
    byte[] encoded = json(VALUE);
    Frame direct = frame("app", encoded, ByteBuffer.allocateDirect(encoded.length + 8));
    assertEquals(frame("app", encoded).toString(), direct.toString());
    assertEquals(VALUE, direct.contentText());
    assertEquals(List.of("1", "2"), direct.contentValues("a.b"));
  }

  @Test
  void aCopyOutlivesTheBufferThatWasFed() {
    byte[] encoded = json(VALUE);
    ByteBuffer buffer = ByteBuffer.allocate(encoded.length + 4);
    Frame copy = frame("app", encoded, buffer).copy();
    Arrays.fill(buffer.array(), (byte) '?');
    assertArrayEquals(encoded, bytes(copy.bytes()));
    assertEquals(VALUE, copy.contentText());
    assertEquals(encoded.length - 2 - VALUE.length(), copy.headerLength());
    assertEquals(VALUE.length(), copy.contentLength());
    assertEquals(new FrameHeader("big", "text/json", "utf-8"), copy.header());
    assertEquals(0, copy.offset());
    assertEquals("text/json", copy.summary());
  }

  @Test
  void theBeginningOfAContentIsCopiedAndNoMoreThanThereIs() {
    Frame frame = frame("app", json("[12]"));
    byte[] into = new byte[6];
    frame.copyContent(into, 3);
    assertArrayEquals("[12\0\0\0".getBytes(ISO_8859_1), into);
    frame.copyContent(into, 4);
    assertArrayEquals("[12]\0\0".getBytes(ISO_8859_1), into);
    IndexOutOfBoundsException e =
        assertThrows(IndexOutOfBoundsException.class, () -> frame.copyContent(into, 5));
    assertEquals("content of 4 bytes", e.getMessage());
  }

  @Test
  void theSummaryIsWhatTheFramingTells() {
    byte[] request = "PUT /x HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi".getBytes(ISO_8859_1);
    assertEquals("text/json", frame("app", json("{}")).summary());
    assertEquals("PUT /x", frame("http1", request).summary());
    assertEquals("PUT /x", frame("http1", request).copy().summary());
    assertEquals("", frame("lines", "hi\n".getBytes(UTF_8)).summary());
  }

  @Test
  void textOfAFramingWithoutContentTypesIsText() {
    assertTrue(frame("lines", "hi\n".getBytes(UTF_8)).isText());
    assertFalse(frame("lines", "{}\n".getBytes(UTF_8)).isText());
    assertFalse(frame("lines", new byte[] {1, '\n'}).isText());
    assertFalse(frame("app", ENCODER.encode("text/plain", "utf-8", new byte[0])).isText());
  }

  @Test
  void headerAndContentAreAskedByPath() {
    Frame frame = frame("app", json("{\"action\": \"search\", \"at\": {\"x\": [1, 2]}}"));
    assertEquals(List.of("big"), frame.headerValues("byteorder"));
    assertEquals(List.of(), frame.headerValues("action"));
    assertEquals(List.of("search"), frame.contentValues("action"));
    assertEquals(List.of("1", "2"), frame.contentValues("at.x"));
    byte[] opaque = ENCODER.encode("a/b", "binary", "{\"action\": 1}".getBytes(UTF_8));
    assertEquals(List.of(), frame("app", opaque).contentValues("action"));
  }

  @Test
  void aHeaderOfSeveralLinesIsToldOnOne() {
    String header =
        "{\n\"byteorder\": \"big\",\n\"content-type\": \"a/b\",\n"
            + "\"content-encoding\": \"binary\",\n\"content-length\": 0}";
    Frame frame = frame("app", FrameEncoder.frame(header.getBytes(UTF_8), new byte[0]));
    assertEquals(header.replace("\n", ""), frame.headerJson());
    assertEquals(
        "Frame[offset=0, length="
            + (2 + header.length())
            + ", header="
            + header.replace("\n", "")
            + "]",
        frame.toString());
  }

  @Test
  void contentThatIsNoUtf8IsShownWithReplacements() {
    assertEquals("a\ufffd", frame("u16be", new byte[] {0, 2, 'a', (byte) 0xff}).contentText());
    byte[] opaque = ENCODER.encode("a/b", "latin-1", new byte[] {(byte) 0xe9});
    assertEquals("\ufffd", frame("app", opaque).contentText());
  }
}
