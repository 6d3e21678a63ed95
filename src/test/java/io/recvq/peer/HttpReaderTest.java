package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpReaderTest {
  private static String read(String response) {
    byte[] bytes = response.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    return HttpResponseFuzz.read(bytes, 5);
  }

  /** Columns: the response with | for a line end; done, whole at the end, problem, body. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '=',
      value = {
        "HTTP/1.1 200 OK|Content-Length: 3||abcd= ~true true  abc~",
        "HTTP/1.1 200 OK|Content-Length: 3||ab= ~false false  ab~",
        "HTTP/1.1 200 OK||abc= ~false true  abc~",
        "HTTP/1.1 204 No|Content-Length: 3||abc= ~true true  ~",
        "HTTP/1.1 100 Continue||HTTP/1.1 200 OK|Content-Length: 1||a= ~true true  a~",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||2;x|ab|1|c|0|X: y||rest= ~true true  abc~",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||zz|= ~false false 'zz' is no chunk size ~",
        "HTTP/1.1 200 OK|Content-Length: -1||= ~false false '-1' is no content-length ~",
        "nonsense||= ~false false no HTTP status line but 'nonsense' ~",
        "SSH-2.0-OpenSSH|= ~false false no HTTP status line but 'SSH-2.0-OpenSSH' ~",
        "|HTTP/1.1 x||= ~false false no HTTP status line ~"
      })
  void aResponseEndsWhereItsHeaderSays(String response, String expected) {
    assertEquals(expected, read(response));
  }

  /** RFC 9112, 2.2: a recipient may take a single LF for a line's end; so each may be either. */
  @ParameterizedTest
  @CsvSource({"\\n\\n", "\\r\\n\\r\\n", "\\r\\n\\n", "\\n\\r\\n"})
  void aBlankLineOfAnyKindEndsTheHeader(String end) {
    String blank = end.replace("\\r", "\r").replace("\\n", "\n");
    assertEquals("true true  a", read("HTTP/1.1 200 OK|Content-Length: 1" + blank + "ab"));
  }

  /** It was looked at from its beginning at each of its line ends. */
  @Test
  void aLongHeaderOfShortLinesTakesTimeInProportion() {
    String header = "HTTP/1.1 200 OK|" + "a\n".repeat(100_000) + "\n";
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(1), () -> assertEquals("false true  x", read(header + "x")));
  }
}
