package io.recvq.sockets;

import java.util.Optional;

/**
 * The states of a socket with the kernel's numbers (include/net/tcp_states.h) in netstat's words.
 */
public enum SocketState {
  ESTABLISHED(1),
  SYN_SENT(2),
  SYN_RECV(3),
  FIN_WAIT1(4),
  FIN_WAIT2(5),
  TIME_WAIT(6),
  CLOSE(7),
  CLOSE_WAIT(8),
  LAST_ACK(9),
  LISTEN(10),
  CLOSING(11),
  NEW_SYN_RECV(12);

  /** One bit for each of the states above, as sock_diag takes them. */
  public static final int ALL_MASK = 0x1ffe;

  private static final SocketState[] BY_NUMBER = new SocketState[13];

  static {
    for (SocketState state : values()) {
      BY_NUMBER[state.number] = state;
    }
  }

  private final int number;

  SocketState(int number) {
    this.number = number;
  }

  /** The kernel's number, as /proc/net/tcp has it too. */
  public int number() {
    return number;
  }

  /** The state's bit in a request's mask. */
  public int bit() {
    return 1 << number;
  }

  /** The state with this kernel number; empty for numbers that no kernel known here uses. */
  public static Optional<SocketState> of(int number) {
    return number > 0 && number < BY_NUMBER.length
        ? Optional.of(BY_NUMBER[number])
        : Optional.empty();
  }
}
