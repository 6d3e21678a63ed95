package io.recvq.probe;

import java.util.Optional;

/**
 * What an open port said when it was asked more than whether it is open.
 *
 * @param banner what it said first; escaping is the reader's business. Latin-1, a char a byte
 * @param tls what its TLS handshake showed
 * @param frame whether it speaks the framed protocol
 */
public record Inspection(
    Optional<String> banner, Optional<TlsFacts> tls, Optional<FrameFacts> frame) {
  public static final Inspection NONE =
      new Inspection(Optional.empty(), Optional.empty(), Optional.empty());
}
