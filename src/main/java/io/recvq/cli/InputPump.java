package io.recvq.cli;

import io.recvq.net.OperationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Carries standard input to a consumer on a thread of its own, because reading it cannot be
 * interrupted on every platform.
 */
final class InputPump {
  private static final int PIECE_BYTES = 16 << 10;

  /** Takes the input; runs on the pump's thread and may block. */
  interface Sink {
    void piece(ByteBuffer bytes) throws IOException, InterruptedException;

    /** The input has ended, or could not be read on. */
    void end() throws IOException, InterruptedException;
  }

  private final Thread thread;
  private volatile @Nullable IOException failure;
  private volatile boolean closed;

  private InputPump(InputStream in, Sink sink) {
    thread = new Thread(() -> run(in, sink), "recvq input");
    thread.setDaemon(true);
  }

  static InputPump start(InputStream in, Sink sink) {
    InputPump pump = new InputPump(in, sink);
    pump.thread.start();
    return pump;
  }

  private void run(InputStream in, Sink sink) {
    try {
      try {
        carry(in, sink);
      } catch (IOException e) {
        failure = e;
      }
      // In any case: somebody may wait for the end of the input alone.
      sink.end();
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void carry(InputStream in, Sink sink) throws IOException, InterruptedException {
    byte[] piece = new byte[PIECE_BYTES];
    for (int count = read(in, piece); count >= 0 && !closed; count = read(in, piece)) {
      sink.piece(ByteBuffer.wrap(piece, 0, count));
    }
  }

  private static int read(InputStream in, byte[] piece) throws OperationException {
    try {
      return in.read(piece);
    } catch (IOException e) {
      throw OperationException.of("read standard input", e, "");
    }
  }

  /** Throws what kept the input from being carried to its end. */
  void requireWhole() throws IOException {
    IOException cause = failure;
    if (cause != null) {
      throw cause;
    }
  }

  /** Stops carrying; a read that the system does not interrupt ends with the next input. */
  void close() {
    closed = true;
    thread.interrupt();
  }
}
