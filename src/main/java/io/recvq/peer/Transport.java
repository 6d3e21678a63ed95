package io.recvq.peer;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;

/**
 * What a connection's bytes go through on their way to the peer: the socket itself, or a layer
 * around it. Nothing here ever blocks; all calls come on the loop's thread.
 *
 * <p>Operations are those of {@link java.nio.channels.SelectionKey}. A layer may have to write to
 * the socket before it can give bytes to read, or the other way round; it says so by {@link
 * #interest} and {@link #possible}.
 */
interface Transport {
  /** The socket, for the selector. */
  SelectableChannel socket();

  /** Reads into the buffer: a count, 0 when nothing is there yet, -1 at the end of the stream. */
  int read(ByteBuffer into) throws IOException;

  /** Writes what can be taken now and says how many bytes that was. */
  int write(ByteBuffer from) throws IOException;

  /**
   * For which operations of the socket to wait, so that these of the connection become possible.
   */
  default int interest(int wanted) {
    return wanted;
  }

  /** Which operations of the connection are worth a try when the socket is ready for these. */
  default int possible(int ready) {
    return ready;
  }

  /** Whether there is a layer, so that each read or write may change what to wait for. */
  default boolean isLayer() {
    return false;
  }

  /** Whether bytes to read may wait in the layer, of which the selector knows nothing. */
  default boolean holdsInput() {
    return false;
  }

  /** Whether a layer's handshake has not ended yet. */
  default boolean isShakingHands() {
    return false;
  }

  /** Tells once what was agreed on when a layer's handshake is over. */
  default void whenSecured(Consumer<SSLSession> listener) {}

  /** Ends our sending; the peer may go on. */
  void endOutput() throws IOException;

  /** Makes a reset of the close that follows (SO_LINGER 0). */
  void resetOnClose() throws IOException;

  void close() throws IOException;

  /** Our address; empty once closed. */
  Optional<SocketAddress> local();

  /** The peer's address; empty once closed. */
  Optional<SocketAddress> remote();
}
