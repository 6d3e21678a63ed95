package io.recvq.capture;

import io.recvq.sys.Threads;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file piece by piece on a thread of its own, a few pieces ahead of who takes them; a file
 * of one or two pieces without a thread. The arrays go round: what was recycled is filled again.
 */
final class ReadAhead implements Closeable {
  /** Unused room before the bytes of a piece, where the rest of the piece before it fits. */
  static final int HEADROOM_BYTES = 1 << 16;

  /** How many pieces there are, so that the files' bytes stay in the processor's cache. */
  private static final int PIECES = 8;

  /** The reader goes on when so many are free: to wake a thread takes as long as to fill one. */
  private static final int WORTH_WAKING = PIECES / 2;

  private final RandomAccessFile file;
  private final long size;
  private final int pieceBytes;
  private final @Nullable Thread thread;
  private long position;
  private int made;

  // Below: guarded by this object, on which either thread waits for the other.
  private final Deque<Piece> filled = new ArrayDeque<>(PIECES + 1);
  private final Deque<Piece> free = new ArrayDeque<>(PIECES);
  private @Nullable Throwable failure;

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
    Piece next;
    try {
      next = thread == null ? fill(room()) : takeFilled();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading");
    }
    if (next == Piece.END) {
      rethrow();
    }
    return next;
  }

  private synchronized Piece takeFilled() throws InterruptedException {
    while (filled.isEmpty()) {
      notifyAll();
      wait();
    }
    Piece first = filled.element();
    if (first != Piece.END) {
      filled.remove();
    }
    return first;
  }

  private synchronized void rethrow() throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    } else if (failure instanceof RuntimeException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    }
  }

  /** Gives a piece back, whose bytes are not needed any more. */
  synchronized void recycle(Piece piece) {
    if (piece != Piece.END) {
      free.add(piece);
      if (free.size() == WORTH_WAKING) {
        notifyAll();
      }
    }
  }

  private void readAll() {
    try {
      Piece piece = fill(room());
      while (piece.length > 0) {
        add(piece);
        if (Thread.interrupted()) {
          return;
        }
        piece = fill(room());
      }
    } catch (InterruptedException e) {
      return;
    } catch (IOException | RuntimeException | Error e) {
      end(e);
      return;
    }
    add(Piece.END);
  }

  private synchronized void add(Piece piece) {
    filled.add(piece);
    notifyAll();
  }

  private synchronized void end(Throwable thrown) {
    failure = thrown;
    add(Piece.END);
  }

  private synchronized Piece room() throws InterruptedException {
    if (free.isEmpty() && made < PIECES) {
      made++;
      return new Piece(HEADROOM_BYTES + pieceBytes);
    }
    if (free.isEmpty()) {
      while (free.isEmpty() || free.size() < WORTH_WAKING && !filled.isEmpty()) {
        wait();
      }
    }
    return free.remove();
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
