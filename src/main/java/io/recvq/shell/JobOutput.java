package io.recvq.shell;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Takes a job's output and hands it on in whole lines. A line longer than 64 KiB is handed on in
 * parts.
 */
final class JobOutput extends OutputStream {
  private static final int LONGEST_LINE = 1 << 16;

  private final Consumer<byte[]> lines;
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

  JobOutput(Consumer<byte[]> lines) {
    this.lines = lines;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int count) {
    int end = offset + count;
    int start = offset;
    for (int i = offset; i < end; i++) {
      if (bytes[i] == '\n') {
        partial.write(bytes, start, i + 1 - start);
        start = i + 1;
        handOn();
      }
    }
    partial.write(bytes, start, end - start);
    if (partial.size() > LONGEST_LINE) {
      handOn();
    }
  }

  private void handOn() {
    byte[] line = partial.toByteArray();
    partial.reset();
    lines.accept(line);
  }

  /** Hands on what is left without a line end. */
  @Override
  public synchronized void close() {
    if (partial.size() > 0) {
      handOn();
    }
  }
}
