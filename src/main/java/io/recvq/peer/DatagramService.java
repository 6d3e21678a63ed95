package io.recvq.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a server over UDP answers: to one datagram at most one, and nothing is remembered. */
@FunctionalInterface
public interface DatagramService {
  /** The answer to this datagram, if it has one; the bytes are valid during the call only. */
  Optional<ByteBuffer> answer(ByteBuffer datagram);

  /** The service of this kind; empty where it makes no sense without a connection. */
  static Optional<DatagramService> of(ServerKind kind) {
    return switch (kind) {
      case ECHO -> Optional.of(Optional::of);
      case DISCARD -> Optional.of(datagram -> Optional.empty());
      case CHARGEN -> Optional.of(datagram -> Optional.of(ChargenHandler.datagram()));
      case ACK -> Optional.of(datagram -> text(AckHandler.ANSWER));
      case HELLO -> Optional.of(datagram -> text(HelloHandler.greeting(datagram)));
      case APP, CHAT -> Optional.empty();
    };
  }

  private static Optional<ByteBuffer> text(String answer) {
    return Optional.of(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
  }
}
