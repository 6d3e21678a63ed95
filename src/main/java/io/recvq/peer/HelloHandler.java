package io.recvq.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Greets: {@code Welcome!} at the start, then {@code Hello, NAME!} a while after each message;
 * {@code exit} or the end of the peer's sending ends the connection.
 */
public final class HelloHandler implements Handler {
  private static final int MAX_NAME_BYTES = 1024;

  private final Duration delay;

  /**
   * @param delay between a message and its answer; meanwhile nothing more is read
   */
  public HelloHandler(Duration delay) {
    this.delay = delay;
  }

  @Override
  public void opened(Connection connection) {
    send(connection, "Welcome!");
  }

  @Override
  public void received(Connection connection, ByteBuffer bytes) {
    String name = name(bytes);
    connection.pauseReading();
    connection.loop().schedule(delay.toNanos(), () -> answer(connection, name));
  }

  private static String name(ByteBuffer bytes) {
    byte[] message = new byte[Math.min(MAX_NAME_BYTES, bytes.remaining())];
    bytes.get(message);
    return new String(message, StandardCharsets.UTF_8).strip();
  }

  /** What the name in these bytes is greeted with. */
  static String greeting(ByteBuffer bytes) {
    return greeting(name(bytes));
  }

  private static String greeting(String name) {
    return "Hello, " + name + "!";
  }

  private static void answer(Connection connection, String name) {
    if (name.equals("exit")) {
      connection.closeWhenSent();
    } else {
      send(connection, greeting(name));
      connection.resumeReading();
    }
  }

  private static void send(Connection connection, String text) {
    connection.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
