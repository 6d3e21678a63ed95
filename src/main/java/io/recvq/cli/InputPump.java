package io.recvq.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
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

    /** The input has ended. */
    void end() throws IOException, InterruptedException;
  }

  private final Thread thread;
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
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
    byte[] piece = new byte[PIECE_BYTES];
    try {
      for (int count = in.read(piece); count >= 0 && !closed; count = in.read(piece)) {
        sink.piece(ByteBuffer.wrap(piece, 0, count));
      }
      sink.end();
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops carrying; a read that the system does not interrupt ends with the next input. */
  void close() {
    closed = true;
    thread.interrupt();
  }
}
