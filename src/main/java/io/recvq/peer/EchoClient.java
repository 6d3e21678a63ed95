package io.recvq.peer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** Sends messages and closes once as many bytes came back; checks that they are the same ones. */
public final class EchoClient implements Handler {
  private final byte[] all;
  private final List<byte[]> messages;
  private final Consumer<byte[]> received;
  private final ByteArrayOutputStream back = new ByteArrayOutputStream();
  private int stream;
  private int sent;
  private int came;
  private boolean differs;

  /**
   * @param messages each sent by a write of its own
   * @param received told what comes back, in the pieces that come
   */
  public EchoClient(List<byte[]> messages, Consumer<byte[]> received) {
    this.messages = List.copyOf(messages);
    this.received = received;
    ByteBuffer joined = ByteBuffer.allocate(messages.stream().mapToInt(m -> m.length).sum());
    messages.forEach(joined::put);
    this.all = joined.array();
  }

  @Override
  public void opened(Connection connection) {
    stream = connection.number();
    sendNext(connection);
  }

  @Override
  public void drained(Connection connection) {
    sendNext(connection);
  }

  private void sendNext(Connection connection) {
    while (sent < messages.size() && connection.pendingBytes() == 0 && connection.isOpen()) {
      connection.write(ByteBuffer.wrap(messages.get(sent++)));
    }
  }

  @Override
  public void received(Connection connection, ByteBuffer bytes) {
    byte[] piece = new byte[bytes.remaining()];
    bytes.get(piece);
    received.accept(piece);
    int expected = Math.min(piece.length, all.length - came);
    differs |=
        expected < piece.length
            || ByteBuffer.wrap(piece).mismatch(ByteBuffer.wrap(all, came, expected)) >= 0;
    back.write(piece, 0, expected);
    came += piece.length;
    if (came >= all.length) {
      connection.close(Ending.CLOSED);
    }
  }

  /** How many bytes came back. */
  public int cameBytes() {
    return came;
  }

  /** The bytes that came back; no more than were to. */
  public byte[] came() {
    return back.toByteArray();
  }

  /** The connection's number among those of its loop; 0 before it is open. */
  public int stream() {
    return stream;
  }

  /** Bytes that were to come back. */
  public int expectedBytes() {
    return all.length;
  }

  /** Whether exactly the bytes that were sent came back. */
  public boolean isGood() {
    return came == all.length && !differs;
  }
}
