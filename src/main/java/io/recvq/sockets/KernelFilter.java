package io.recvq.sockets;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Programs for the kernel's own socket filter, struct inet_diag_bc_op of linux/inet_diag.h: each
 * step jumps forward by its {@code yes} or its {@code no} distance; a jump to the end of the
 * program accepts the socket, a jump four bytes further rejects it.
 */
final class KernelFilter {
  private static final byte JUMP = 1;
  private static final byte SOURCE_PORT_AT_LEAST = 2;
  private static final byte SOURCE_PORT_AT_MOST = 3;
  private static final byte TARGET_PORT_AT_LEAST = 4;
  private static final byte TARGET_PORT_AT_MOST = 5;

  private KernelFilter() {}

  /** Accepts sockets whose local or remote port is this one. */
  static byte[] eitherPort(int port) {
    // Two ports in a range of one: (source >= p and source <= p) or (target >= p and target <= p).
    int length = 8 + 8 + 4 + 8 + 8;
    ByteBuffer program = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    int target = 20;
    compare(program, SOURCE_PORT_AT_LEAST, 8, target, port);
    compare(program, SOURCE_PORT_AT_MOST, 8, target - 8, port);
    program.put(JUMP).put((byte) 4).putShort((short) (length - 16));
    compare(program, TARGET_PORT_AT_LEAST, 8, length + 4 - 20, port);
    compare(program, TARGET_PORT_AT_MOST, 8, length + 4 - 28, port);
    return program.array();
  }

  /** A step and, in the {@code no} field of the word that follows it, the port to compare with. */
  private static void compare(ByteBuffer program, byte code, int yes, int no, int port) {
    program.put(code).put((byte) yes).putShort((short) no);
    program.put((byte) 0).put((byte) 0).putShort((short) port);
  }
}
