package io.recvq.peer;

import io.recvq.protocol.AppAnswers;
import io.recvq.protocol.Decoded;
import io.recvq.protocol.Frame;
import io.recvq.protocol.FrameDecoder;
import io.recvq.protocol.FrameEncoder;
import io.recvq.protocol.FrameLimits;
import io.recvq.protocol.Malformed;
import java.nio.ByteBuffer;

/**
 * The application server: answers search requests and binary ones. Like the reference server it
 * closes the connection after its answer, unless it is told to keep it; requests that came together
 * are all answered first.
 */
public final class AppHandler implements Handler {
  private final FrameDecoder decoder;
  private final boolean keepAlive;

  /**
   * @param limits above which a frame is malformed
   * @param keepAlive whether more requests are awaited after an answer
   */
  public AppHandler(FrameLimits limits, boolean keepAlive) {
    this.decoder = new FrameDecoder(limits);
    this.keepAlive = keepAlive;
  }

  @Override
  public void received(Connection connection, ByteBuffer bytes) {
    decoder.feed(bytes);
    boolean answered = false;
    for (Decoded next = decoder.next(); connection.isOpen(); next = decoder.next()) {
      if (next instanceof Frame request) {
        answered = answer(connection, request);
      } else if (next instanceof Malformed malformed) {
        refuse(connection, malformed);
      } else {
        break;
      }
    }
    if (answered && !keepAlive && decoder.heldBytes() == 0) {
      connection.closeWhenSent();
    }
  }

  private static boolean answer(Connection connection, Frame request) {
    FrameEvents.received(connection, true, request);
    AppAnswers.Answer answer = AppAnswers.answer(FrameEncoder.NATIVE, request);
    if (answer instanceof AppAnswers.Answer.Reply reply) {
      FrameEvents.sent(connection, false, reply.frame());
      connection.write(reply.frame());
      return true;
    }
    refuse(connection, ((AppAnswers.Answer.Refused) answer).why());
    return false;
  }

  private static void refuse(Connection connection, Malformed malformed) {
    FrameEvents.malformed(connection, malformed);
    connection.close(Ending.because("malformed frame"));
  }

  @Override
  public void inputEnded(Connection connection) {
    decoder.endOfStream();
    if (decoder.next() instanceof Malformed malformed) {
      refuse(connection, malformed);
    } else {
      connection.closeWhenSent();
    }
  }
}
