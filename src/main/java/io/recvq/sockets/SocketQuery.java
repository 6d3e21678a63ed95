package io.recvq.sockets;

import java.util.OptionalInt;
import java.util.Set;

/**
 * Which sockets to read and what to tell of each. The rows given may be more than asked for where
 * the source cannot narrow; a {@link Filter} decides.
 *
 * @param protos the kinds of sockets
 * @param stateMask bits of {@link SocketState#bit}
 * @param port only sockets with this local or remote port, where the source can tell
 * @param tcpInfo whether rows shall carry {@link InetRow#tcp}
 * @param memory whether rows shall carry their memory
 */
public record SocketQuery(
    Set<Proto> protos, int stateMask, OptionalInt port, boolean tcpInfo, boolean memory) {

  public SocketQuery {
    protos = Set.copyOf(protos);
  }

  /** All TCP sockets, rows only. */
  public static final SocketQuery TCP =
      new SocketQuery(Set.of(Proto.TCP), SocketState.ALL_MASK, OptionalInt.empty(), false, false);

  /** TCP sockets with this port at either end, with all details. */
  public static SocketQuery tcpPort(int port) {
    return new SocketQuery(
        Set.of(Proto.TCP), SocketState.ALL_MASK, OptionalInt.of(port), true, true);
  }

  /** The same with or without details. */
  public SocketQuery withDetails(boolean withTcpInfo, boolean withMemory) {
    return new SocketQuery(protos, stateMask, port, withTcpInfo, withMemory);
  }
}
