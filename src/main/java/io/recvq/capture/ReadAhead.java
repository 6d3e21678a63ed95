package io.recvq.capture;

import io.recvq.sys.Threads;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file piece by piece on a thread of its own, a few pieces ahead of who takes them; a file
 * of one or two pieces without a thread. The arrays go round: what was recycled is filled again.
 */
final class ReadAhead implements Closeable {
  /** Unused room before the bytes of a piece, where the rest of the piece before it fits. */
  static final int HEADROOM_BYTES = 1 << 16;

  private static final int PIECES = 4;

  private final RandomAccessFile file;
  private final long size;
  private final int pieceBytes;
  private final BlockingQueue<Piece> filled = new ArrayBlockingQueue<>(PIECES + 1);
  private final BlockingQueue<Piece> free = new ArrayBlockingQueue<>(PIECES);
  private final @Nullable Thread thread;
  private long position;
  private int made;
  private volatile @Nullable Throwable failure;

  /** Bytes of the file, in an array from {@link #HEADROOM_BYTES} on; none behind the last one. */
  static final class Piece {
    static final Piece END = new Piece(0);

    private final ByteBuffer view;
    private int length;

    private Piece(int capacity) {
      view = ByteBuffer.allocate(capacity);
    }

    ByteBuffer view() {
      return view;
    }

    byte[] bytes() {
      return view.array();
    }

    int length() {
      return length;
    }
  }

  /**
   * @param file read from its present position on
   * @param size how much of the file is read; less when it turns out to be shorter
   * @param pieceBytes how much at a time
   */
  ReadAhead(RandomAccessFile file, long size, int pieceBytes) {
    this.file = file;
    this.size = size;
    this.pieceBytes = pieceBytes;
    if (size <= 2L * pieceBytes) {
      thread = null;
    } else {
      thread = new Thread(this::readAll, "recvq-read-ahead");
      thread.setDaemon(true);
      thread.start();
    }
  }

  int pieceBytes() {
    return pieceBytes;
  }

  /** The next piece; one of no bytes at the end. Throws what reading threw. */
  Piece next() throws IOException {
    if (thread == null) {
      Piece reused = free.poll();
      return fill(reused == null ? new Piece(HEADROOM_BYTES + pieceBytes) : reused);
    }
    try {
      Piece next = filled.take();
      if (next == Piece.END) {
        filled.add(next);
        rethrow();
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading");
    }
  }

  private void rethrow() throws IOException {
    Throwable thrown = failure;
    if (thrown instanceof IOException e) {
      throw e;
    } else if (thrown instanceof RuntimeException e) {
      throw e;
    } else if (thrown instanceof Error e) {
      throw e;
    }
  }

  /** Gives a piece back, whose bytes are not needed any more. */
  void recycle(Piece piece) {
    if (piece != Piece.END) {
      free.add(piece);
    }
  }

  private void readAll() {
    try {
      Piece piece = fill(room());
      while (piece.length > 0) {
        filled.put(piece);
        piece = fill(room());
      }
    } catch (InterruptedException e) {
      return;
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
    filled.add(Piece.END);
  }

  private Piece room() throws InterruptedException {
    Piece recycled = free.poll();
    if (recycled != null) {
      return recycled;
    }
    return made++ < PIECES ? new Piece(HEADROOM_BYTES + pieceBytes) : free.take();
  }

  private Piece fill(Piece piece) throws IOException {
    int count = (int) Math.min(pieceBytes, size - position);
    piece.length = 0;
    while (piece.length < count) {
      // Not through the channel, which would need direct memory.
      int read = file.read(piece.bytes(), HEADROOM_BYTES + piece.length, count - piece.length);
      if (read < 0) {
        break;
      }
      piece.length += read;
    }
    position += piece.length;
    return piece;
  }

  /** Ends the thread. */
  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
      Threads.awaitEnd(thread);
    }
  }
}
