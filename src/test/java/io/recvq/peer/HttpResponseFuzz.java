package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Any bytes as the response of a web server: the same answer however the stream was cut. */
public final class HttpResponseFuzz {
  private HttpResponseFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String whole = read(data, data.length + 1);
    assertEquals(whole, read(data, 1));
    assertEquals(whole, read(data, 7));
  }

  /** What the reader made of it, in words. */
  static String read(byte[] data, int pieceBytes) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    HttpReader reader = new HttpReader(body);
    String problem = "";
    try {
      for (int at = 0; at < data.length && !reader.isDone(); at += pieceBytes) {
        reader.feed(ByteBuffer.wrap(data, at, Math.min(pieceBytes, data.length - at)));
      }
    } catch (IOException e) {
      problem = String.valueOf(e.getMessage());
    }
    assertEquals(body.size(), reader.bodyBytes());
    return reader.isDone()
        + " "
        + reader.isWholeAtEnd()
        + " "
        + problem
        + " "
        + body.toString(StandardCharsets.ISO_8859_1);
  }
}
