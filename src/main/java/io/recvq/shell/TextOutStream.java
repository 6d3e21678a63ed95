package io.recvq.shell;

import io.recvq.render.TextOut;
import java.io.OutputStream;

/** A stream in front of a text output; each write is handed on at once. */
final class TextOutStream extends OutputStream {
  private final TextOut target;

  TextOutStream(TextOut target) {
    this.target = target;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    target.write(bytes, offset, count);
  }

  @Override
  public void flush() {
    target.flush();
  }
}
