package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderReaderTest {
  private final HeaderReader reader = new HeaderReader();

  private boolean read(String header) {
    byte[] bytes = ("??" + header + "??").getBytes(ISO_8859_1);
    return reader.read(ByteBuffer.wrap(bytes), 2, bytes.length - 2);
  }

  private static String header(String type, String length) {
    return "{\"byteorder\": \"big\", \"content-type\": \"%s\", \"content-length\": %s,"
            .formatted(type, length)
        + " \"content-encoding\": \"utf-8\"}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | MISSING_HEADER | the header has no byteorder",
        "{\"byteorder\": \"\"} | MISSING_HEADER | the header has no content-type",
        "{\"byteorder\": 1, \"content-type\": \"\"} | MISSING_HEADER"
            + " | the header has no content-encoding",
        "{\"byteorder\": \"\", \"content-type\": \"\", \"content-encoding\": \"\"} | MISSING_HEADER"
            + " | the header has no content-length",
        "{\"byteorder\":1,\"content-type\":\"\",\"content-encoding\":\"\",\"content-length\":1}"
            + " | MISSING_HEADER | the header's byteorder is no string",
        "{\"byteorder\":\"\",\"content-type\":[],\"content-encoding\":\"\",\"content-length\":1}"
            + " | MISSING_HEADER | the header's content-type is no string",
        "{\"byteorder\":\"\",\"content-type\":\"\",\"content-encoding\":null,\"content-length\":1}"
            + " | MISSING_HEADER | the header's content-encoding is no string",
        "[] | BAD_JSON | the header is JSON but no object",
        "` []` | BAD_JSON | the header is JSON but no object",
        "\"{\" | BAD_JSON | the header is JSON but no object",
        "{1} | BAD_JSON | the header is no JSON at its byte 1: expected a key in quotes, found '1'",
        "{\"\u00ff\": 1} | BAD_UTF8 | the header is no UTF-8 at its byte 2",
        "\u00ff | BAD_UTF8 | the header is no UTF-8 at its byte 0",
      })
  void aHeaderThatIsNoneSaysWhy(String header, Malformed.Reason reason, String detail) {
    for (int again = 0; again < 2; again++) {
      assertFalse(read(header));
      assertEquals(reason, reader.reason());
      assertEquals(detail, reader.detail());
      assertTrue(read(header("a/b", "5")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7, 7",
    "1234567890, 1234567890",
    "12345678901, 12345678901",
    "999999999999999999, 999999999999999999",
    "1000000000000000000, 9223372036854775807",
    "99999999999999999999999999, 9223372036854775807",
  })
  void theContentLengthIsAnyIntegerOf0OrMore(String length, long value) {
    assertTrue(read(header("a/b", length)));
    assertEquals(value, reader.contentLength());
    assertTrue(read(header("a/b", "3")));
    assertEquals(3, reader.contentLength());
    assertTrue(read(header("a/b", length)));
    assertEquals(value, reader.contentLength());
    assertEquals(new FrameHeader("big", "a/b", "utf-8"), reader.header());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.0", "1e2", "\"1\"", "null", "[1]", "-0"})
  void anythingElseIsNoContentLengthAlsoBehindHeadersThatAreKnown(String length) {
    for (int again = 0; again < 2; again++) {
      assertFalse(read(header("a/b", length)));
      assertEquals(Malformed.Reason.BAD_CONTENT_LENGTH, reader.reason());
      assertEquals(
          "the content length is " + length + ", no integer of 0 or more", reader.detail());
      assertTrue(read(header("a/b", "5")));
      assertEquals(5, reader.contentLength());
    }
  }

  @Test
  void aNumberWithALeadingZeroIsNoJsonAlsoBehindHeadersThatAreKnown() {
    assertTrue(read(header("a/b", "10")));
    assertFalse(read(header("a/b", "05")));
    assertEquals(Malformed.Reason.BAD_JSON, reader.reason());
    assertFalse(read(header("a/b", "")));
    assertEquals(Malformed.Reason.BAD_JSON, reader.reason());
    assertFalse(read(header("a/b", ":")));
    assertFalse(read(header("a/b", "/")));
  }

  @Test
  void aHeaderThatDiffersInItsLengthAloneIsNotReadAgain() {
    assertTrue(read(header("a/b", "5")));
    FrameHeader first = reader.header();
    assertTrue(read(header("a/b", "1234567890")));
    assertSame(first, reader.header());
    assertEquals(1234567890, reader.contentLength());
    assertTrue(read(header("a/b", "12345678901")));
    assertNotSame(first, reader.header());
  }

  @Test
  void headersThatDifferInMoreAreReadEach() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 10; i++) {
        assertTrue(read(header("type/" + i, "5" + i)));
        assertEquals("type/" + i, reader.header().contentType());
        assertEquals(50 + i, reader.contentLength());
        assertTrue(read(header("type/" + i, "7").replace("utf-8", "latin-" + i)));
        assertEquals("latin-" + i, reader.header().contentEncoding());
        assertEquals(7, reader.contentLength());
      }
    }
  }

  @Test
  void theLastFourHeadersAreKnown() {
    FrameHeader[] headers = new FrameHeader[5];
    for (int i = 0; i < 5; i++) {
      assertTrue(read(header("type/" + i, "1")));
      headers[i] = reader.header();
    }
    for (int i = 1; i < 5; i++) {
      assertTrue(read(header("type/" + i, "22")));
      assertSame(headers[i], reader.header());
    }
    assertTrue(read(header("type/0", "22")));
    assertNotSame(headers[0], reader.header());
  }

  @Test
  void keysMayBeEscapedRepeatedAndOfOtherNames() {
    String escaped = header("a/b", "1").replace("byteorder", "byte\\u006frder");
    assertTrue(read(escaped));
    assertEquals("big", reader.header().byteOrder());
    String repeated =
        header("a/b", "1").replace("{", "{\"content-length\": 9, \"x\": {\"y\": 1}, ");
    assertTrue(read(repeated));
    assertEquals(1, reader.contentLength());
    assertTrue(read(header("a/b", "1").replace("}", ", \"x\": \"y\"}")));
    assertEquals(new FrameHeader("big", "a/b", "utf-8"), reader.header());
    assertTrue(read(" \n" + header("c\\/d", "1")));
    assertEquals("c/d", reader.header().contentType());
  }

  @Test
  void aHeaderLongerThan256BytesIsRead() {
    String type = "x".repeat(300);
    assertTrue(read(header(type, "1")));
    assertEquals(type, reader.header().contentType());
    assertTrue(read(header("a/b", "2")));
    assertTrue(read(header(type, "33")));
    assertEquals(33, reader.contentLength());
  }

  @Test
  void ofALongValueTheFirst60CharactersAreQuoted() {
    String sixty = "\"" + "9".repeat(58) + "\"";
    assertFalse(read(header("a/b", sixty)));
    assertEquals("the content length is " + sixty + ", no integer of 0 or more", reader.detail());
    String more = "\"" + "9".repeat(59) + "\"";
    assertFalse(read(header("a/b", more)));
    assertEquals(
        "the content length is " + more.substring(0, 60) + "..., no integer of 0 or more",
        reader.detail());
  }

  @Test
  void theBeginningOfAHeaderIsGoodUntilItIsNoJson() {
    byte[] bytes = header("a/b", "1").getBytes(ISO_8859_1);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    for (int to = 1; to <= bytes.length; to++) {
      // The whole object too: spaces may follow that belong to the header.
      assertTrue(reader.isGoodSoFar(buffer, 0, to));
    }
    bytes[bytes.length - 1] = ']';
    assertFalse(reader.isGoodSoFar(buffer, 0, bytes.length));
    assertFalse(reader.isGoodSoFar(ByteBuffer.wrap("{a".getBytes(ISO_8859_1)), 0, 2));
  }
}
