package io.recvq.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Acknowledges whatever one read delivers; a message of {@code q} alone ends the connection without
 * an answer.
 */
public final class AckHandler implements Handler {
  /** The answer to every message. */
  public static final String ANSWER = "[INFO] server has received your messages";

  private static final byte[] ANSWER_BYTES = ANSWER.getBytes(StandardCharsets.US_ASCII);

  @Override
  public void received(Connection connection, ByteBuffer bytes) {
    if (isQuit(bytes)) {
      connection.closeWhenSent();
    } else {
      connection.write(ByteBuffer.wrap(ANSWER_BYTES));
    }
  }

  /** Netcat and terminals add the end of the line. */
  private static boolean isQuit(ByteBuffer bytes) {
    return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString().strip().equals("q");
  }
}
