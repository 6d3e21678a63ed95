package io.recvq.capture;

import io.recvq.wire.ByteWindow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A stream seen through one buffer that is refilled; it grows to the largest record, no more. */
final class StreamWindow extends ByteWindow {
  private static final int INITIAL_BYTES = 1 << 18;

  private final InputStream in;
  private byte[] bytes = new byte[INITIAL_BYTES];
  private boolean ended;

  StreamWindow(InputStream in) {
    this.in = in;
    this.buffer = ByteBuffer.wrap(bytes);
  }

  @Override
  protected boolean fill(int count) throws IOException {
    makeRoom(count);
    while (end - start < count && !ended) {
      int read = in.read(bytes, end, bytes.length - end);
      if (read < 0) {
        ended = true;
      } else {
        end += read;
      }
    }
    return end - start >= count;
  }

  private void makeRoom(int count) {
    int held = end - start;
    byte[] old = bytes;
    if (count > bytes.length) {
      bytes = new byte[Integer.highestOneBit(count - 1) * 2];
      buffer = ByteBuffer.wrap(bytes);
    }
    if (start > 0 || bytes != old) {
      System.arraycopy(old, start, bytes, 0, held);
      start = 0;
      end = held;
    }
  }
}
