package io.recvq.peer;

import io.recvq.protocol.Decoded;
import io.recvq.protocol.Frame;
import io.recvq.protocol.FrameDecoder;
import io.recvq.protocol.FrameLimits;
import io.recvq.protocol.Malformed;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Sends one request frame and takes one response frame, then closes. */
public final class AppClient implements Handler {
  private final byte[] request;
  private final FrameDecoder decoder;
  private final ByteBuffer head = ByteBuffer.allocate(5);
  private Optional<Frame> response = Optional.empty();
  private Optional<Malformed> malformed = Optional.empty();

  /**
   * @param request a whole frame
   * @param limits of the response
   */
  public AppClient(byte[] request, FrameLimits limits) {
    this.request = request.clone();
    this.decoder = new FrameDecoder(limits);
  }

  @Override
  public void opened(Connection connection) {
    FrameEvents.sent(connection, true, ByteBuffer.wrap(request));
    connection.write(ByteBuffer.wrap(request));
  }

  @Override
  public void received(Connection connection, ByteBuffer bytes) {
    for (int at = bytes.position(); at < bytes.limit() && head.hasRemaining(); at++) {
      head.put(bytes.get(at));
    }
    decoder.feed(bytes);
    take(connection, decoder.next());
  }

  private void take(Connection connection, Decoded next) {
    if (next instanceof Frame frame) {
      FrameEvents.received(connection, false, frame);
      response = Optional.of(frame.copy());
      connection.close(Ending.CLOSED);
    } else if (next instanceof Malformed bad) {
      FrameEvents.malformed(connection, bad);
      malformed = Optional.of(bad);
      connection.close(Ending.because("malformed frame"));
    }
  }

  @Override
  public void inputEnded(Connection connection) {
    decoder.endOfStream();
    take(connection, decoder.next());
    connection.closeWhenSent();
  }

  /** The response, once it came whole. */
  public Optional<Frame> response() {
    return response;
  }

  /**
   * Whether what came begins with the record of an alert, as a server of TLS answers plain text
   * (RFC 8446, 5.1: type 21, version 3.x, two bytes).
   */
  public boolean isAnsweredByTls() {
    byte[] record = head.array();
    return record[0] == 21 && record[1] == 3 && record[3] == 0 && record[4] == 2;
  }

  /** Why what came is no response. */
  public Optional<Malformed> malformed() {
    return malformed;
  }
}
