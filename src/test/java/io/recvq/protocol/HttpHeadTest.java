package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.recvq.protocol.HttpHead.Body;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpHeadTest {
  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.translateEscapes().getBytes(ISO_8859_1));
  }

  private static HttpHead parse(String text) {
    ByteBuffer bytes = bytes(text);
    return HttpHead.parse(bytes, 0, bytes.limit());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a\\n\\nb | 3",
        "a\\n\\n | 3",
        "a\\r\\n\\r\\nb | 5",
        "a\\n\\r\\n | 4",
        "a\\r\\n\\n | 4",
        "a\\nb\\n\\n | 5",
        "a\\n\\rb\\n | -1",
        "a\\r\\n\\r | -1",
        "a\\r\\n | -1",
        "a\\n | -1",
        "a\\r\\r | -1",
        "a | -1",
      })
  void aHeadEndsBehindItsEmptyLine(String text, int end) {
    ByteBuffer bytes = bytes(text);
    assertEquals(end, HttpHead.end(bytes, 0, bytes.limit()));
  }

  @Test
  void aHeadIsLookedForWithinTheBoundsGiven() {
    assertEquals(-1, HttpHead.end(bytes("a\\n\\n\\n"), 0, 2));
    assertEquals(-1, HttpHead.end(bytes("a\\n\\r\\n"), 0, 3));
    assertEquals(6, HttpHead.end(bytes("a\\n\\nb\\n\\n"), 2, 6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0\\r\\n | 0",
        "1aF\\r\\n | 431",
        "10\\n | 16",
        "a;x=y\\r\\n | 10",
        "b \\r\\n | 11",
        "fffffffffffffff\\r\\n | 1152921504606846975",
        "0000000000000001\\r\\n | -1",
        "\\r\\n | -1",
        ";x\\r\\n | -1",
        "1g\\r\\n | -1",
        "-1\\r\\n | -1",
      })
  void aChunksSizeIsTheHexadecimalNumberAtItsLinesStart(String line, long size) {
    ByteBuffer bytes = bytes(line);
    assertEquals(size, HttpHead.chunkSize(bytes, 0, bytes.limit() - 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET / HTTP/1.1\\r\\n\\r\\n | NONE | 0 | GET /",
        "GET / HTTP/1.1\\r\\nContent-Length: 12\\r\\n\\r\\n | LENGTH | 12 | GET /",
        "HTTP/1.1 200 OK\\r\\ncontent-length:3\\r\\n\\r\\n | LENGTH | 3 | 200 OK",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 3,3\\r\\ncontent-length: 3\\r\\n\\r\\n | LENGTH | 3"
            + " | 200 OK",
        "HTTP/1.1 200 OK\\r\\n\\r\\n | UNTIL_CLOSE | 0 | 200 OK",
        "HTTP/1.1 200\\r\\n\\r\\n | UNTIL_CLOSE | 0 | 200",
        "HTTP/1.1 200 \\r\\n\\r\\n | UNTIL_CLOSE | 0 | 200",
        "HTTP/1.1 100 Continue\\r\\n\\r\\n | NONE | 0 | 100 Continue",
        "HTTP/1.1 199 X\\r\\nContent-Length: 5\\r\\n\\r\\n | NONE | 0 | 199 X",
        "HTTP/1.1 204 No\\r\\nContent-Length: 5\\r\\n\\r\\n | NONE | 0 | 204 No",
        "HTTP/1.1 304 No\\r\\nContent-Length: 5\\r\\n\\r\\n | NONE | 0 | 304 No",
        "PUT /x HTTP/1.0\\r\\nTransfer-Encoding: gzip, Chunked\\r\\nContent-Length: 5\\r\\n\\r\\n"
            + " | CHUNKED | 0 | PUT /x",
      })
  void theBodyIsAsLongAsRfc9112Says(String head, Body body, long length, String firstLine) {
    HttpHead parsed = parse(head);
    assertEquals(body, parsed.body());
    assertEquals(length, parsed.contentLength());
    assertEquals(firstLine, parsed.firstLine());
  }

  @Test
  void statusAndFieldsAreToldAsJsonWithNamesInLowerCase() {
    assertEquals(
        "{\"version\": \"HTTP/1.1\", \"status\": 404, \"reason\": \"Not Found\", \"x\": \"1, 2\"}",
        parse("HTTP/1.1 404 Not Found\\r\\nX: 1 \\r\\nx:2\\r\\n\\r\\n").json());
    assertEquals(
        "{\"version\": \"HTTP/1.0\", \"status\": 500, \"reason\": \"\"}",
        parse("HTTP/1.0 500\\n\\n").json());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GE / HTTP/1.1\\r\\n\\r\\n | neither a request line nor a status line of HTTP/1",
        "HTTP/1.1 20 OK\\r\\n\\r\\n | neither a request line nor a status line of HTTP/1",
        "GET / HTTP/1.1\\r\\nHost\\r\\n\\r\\n | a field line of the head has no colon",
        "GET / HTTP/1.1\\r\\n: a\\r\\n\\r\\n | a field line of the head has no colon",
        "GET / HTTP/1.1\\r\\nContent-Length: -1\\r\\n\\r\\n"
            + " | the content length is no integer of 0 or more",
        "GET / HTTP/1.1\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n"
            + " | the content length is told as 1, 2",
      })
  void aBadHeadSaysWhatIsWrong(String head, String message) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> parse(head)).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "anything without a line end | true",
        "GET / HTTP/1.1\\r\\nno field | true",
        "HTTP/1.1 200 OK\\nX | true",
        "Some text\\r\\nX: 1\\r\\n | false",
        "\\n | false",
      })
  void theFirstLineDecidesWhetherBytesMayBeAHead(String text, boolean mayBe) {
    ByteBuffer bytes = bytes(text);
    assertEquals(mayBe, HttpHead.mayBeHead(bytes, 0, bytes.limit()));
  }
}
