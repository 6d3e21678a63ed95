package io.recvq.scenario;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * A short program in plain Python that does what {@link Backpressure} does, for a report to people
 * who do not have recvq: it ends with status 0 when the kernel refused, 1 when it did not.
 */
public final class BackpressurePython {
  private BackpressurePython() {}

  /**
   * The text of the program.
   *
   * @param sendBufferBytes SO_SNDBUF of the sender
   * @param receiveBufferBytes SO_RCVBUF of the receiver
   * @param maxBytes after which it gives up
   * @param version of recvq
   */
  public static String of(
      OptionalInt sendBufferBytes, OptionalInt receiveBufferBytes, long maxBytes, String version) {
    return """
        #!/usr/bin/env python3
        \"""A receiver stops reading until the sender's write is refused: EAGAIN.

        Python 3 on Linux, nothing else. Status 0: the kernel refused; 1: it did not.
        Written by recvq VERSION (reproduce backpressure --python).
        \"""
        import errno
        import socket
        import sys

        listener = socket.socket()
        RECEIVE_BUFFERlistener.bind(("127.0.0.1", 0))
        listener.listen(1)

        sender = socket.socket()
        SEND_BUFFERsender.connect(listener.getsockname())
        receiver, _ = listener.accept()  # and never reads

        sender.setblocking(False)
        chunk = bytes(65536)
        accepted = 0
        while accepted < MAX_BYTES:
            try:
                accepted += sender.send(chunk)
            except BlockingIOError as refused:
                name = errno.errorcode[refused.errno]
                print(f"send: {name} {refused.errno} after {accepted:,} bytes")
                sys.exit(0)
        print(f"send was not refused within {accepted:,} bytes")
        sys.exit(1)
        """
        .replace("RECEIVE_BUFFER", option("listener", "SO_RCVBUF", receiveBufferBytes))
        .replace("SEND_BUFFER", option("sender", "SO_SNDBUF", sendBufferBytes))
        .replace("MAX_BYTES", String.format(Locale.ROOT, "%,d", maxBytes).replace(',', '_'))
        .replace("VERSION", version);
  }

  private static String option(String socket, String name, OptionalInt value) {
    return value.isEmpty()
        ? ""
        : socket
            + ".setsockopt(socket.SOL_SOCKET, socket."
            + name
            + ", "
            + value.getAsInt()
            + ")\n";
  }
}
