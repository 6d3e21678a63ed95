package io.recvq.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts a stream of bytes into lines of UTF-8, whatever pieces they come in, in bounded memory. */
public final class LineBuffer {
  private final int maxBytes;
  private byte[] line = new byte[128];
  private int used;

  /**
   * @param maxBytes a longer line is handed out in pieces of this size
   */
  public LineBuffer(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes all bytes and hands out each complete line without its end (LF or CR LF). */
  public void feed(ByteBuffer bytes, Consumer<String> lines) {
    while (bytes.hasRemaining()) {
      byte b = bytes.get();
      if (b == '\n') {
        end(lines);
        continue;
      }
      if (used == maxBytes) {
        end(lines);
      }
      if (used == line.length) {
        line = Arrays.copyOf(line, Math.min(maxBytes, 2 * used));
      }
      line[used++] = b;
    }
  }

  /** Hands out what is left when the stream has ended without the end of a line. */
  public void end(Consumer<String> lines) {
    int length = used > 0 && line[used - 1] == '\r' ? used - 1 : used;
    String text = new String(line, 0, length, StandardCharsets.UTF_8);
    used = 0;
    lines.accept(text);
  }
}
