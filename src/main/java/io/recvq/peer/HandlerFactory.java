package io.recvq.peer;

/** Makes the handler of each new connection; may hand out one handler for all. */
@FunctionalInterface
public interface HandlerFactory {
  Handler handlerFor(Connection connection);
}
