package io.recvq.peer;

import java.io.IOException;

/** Makes the handler of each new connection; may hand out one handler for all. */
@FunctionalInterface
public interface HandlerFactory {
  /** Throws when the connection cannot be served; it is closed then, and never counted as open. */
  Handler handlerFor(Connection connection) throws IOException;
}
