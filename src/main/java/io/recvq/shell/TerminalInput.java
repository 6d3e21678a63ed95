package io.recvq.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/**
 * The terminal's input for one command. It ends when the command has ended, so that a thread of the
 * command that still reads does not take what is typed at the next prompt.
 */
final class TerminalInput extends InputStream {
  private static final long LOOK_MILLIS = 100;

  private final Terminal terminal;
  private volatile boolean closed;
  private final Runnable edited;
  private final Runnable unedited;
  private boolean asked;
  private byte[] bytes = new byte[0];
  private int next;

  /**
   * @param edited lets the terminal hand over whole lines that can be edited; run at the first read
   * @param unedited takes that back; run when it is closed, if it was read
   */
  TerminalInput(Terminal terminal, Runnable edited, Runnable unedited) {
    this.terminal = terminal;
    this.edited = edited;
    this.unedited = unedited;
  }

  @Override
  public int read() throws IOException {
    if (next == bytes.length && !fill()) {
      return -1;
    }
    return bytes[next++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (next == bytes.length && !fill()) {
      return -1;
    }
    int taken = Math.min(count, bytes.length - next);
    System.arraycopy(bytes, next, target, offset, taken);
    next += taken;
    return taken;
  }

  @Override
  public int available() {
    return bytes.length - next;
  }

  /** Waits for a line or part of one. */
  private boolean fill() throws IOException {
    begin();
    StringBuilder text = new StringBuilder();
    while (!closed) {
      int c = terminal.reader().read(text.length() == 0 ? LOOK_MILLIS : 1);
      if (c == NonBlockingReader.READ_EXPIRED) {
        if (text.length() > 0) {
          break;
        }
        continue;
      }
      if (c == NonBlockingReader.EOF) {
        break;
      }
      text.append((char) c);
      if (c == '\n') {
        break;
      }
    }
    bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    next = 0;
    return bytes.length > 0;
  }

  private synchronized void begin() {
    if (!asked && !closed) {
      asked = true;
      edited.run();
    }
  }

  @Override
  public synchronized void close() {
    if (asked && !closed) {
      unedited.run();
    }
    closed = true;
  }
}
