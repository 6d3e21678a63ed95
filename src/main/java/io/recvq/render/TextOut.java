package io.recvq.render;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A buffered UTF-8 text stream, whatever the locale says, whose write errors are never lost. Safe
 * for use by several threads; each call is written in one piece.
 */
public final class TextOut {
  /** Of an output that is no terminal, whose lines may have any length. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private static final int BUFFER_BYTES = 1 << 16;

  /** Before the second and further lines of a message. */
  private static final String CONTINUED = "  ";

  private final OutputStream target;
  private final boolean flushEachLine;
  private final boolean messages;
  private final int columns;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int used;

  /**
   * @param flushEachLine true for a terminal, where a person waits for each line; false for a pipe
   *     or file, where the command flushes at the moments that matter
   */
  public TextOut(OutputStream target, boolean flushEachLine) {
    this(target, flushEachLine, false, UNLIMITED);
  }

  private TextOut(OutputStream target, boolean flushEachLine, boolean messages, int columns) {
    this.target = target;
    this.flushEachLine = flushEachLine;
    this.messages = messages;
    this.columns = columns;
  }

  /**
   * An output for messages, flushed at each line. Messages quote words of a command line, names of
   * files and what systems and peers answered, from wherever those come, and have no colour: {@link
   * #println(String)} makes each safe by {@link Escape#lines}, and breaks it between words where it
   * is wider than so many columns.
   */
  public static TextOut messages(OutputStream target, int columns) {
    return new TextOut(target, true, true, columns);
  }

  /** The same for an output that is no terminal. */
  public static TextOut messages(OutputStream target) {
    return messages(target, UNLIMITED);
  }

  /** Writes text as it is; foreign text goes through {@link Escape} before. */
  public synchronized void print(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        byte[] rest = text.substring(i).getBytes(StandardCharsets.UTF_8);
        write(rest, 0, rest.length);
        return;
      }
      if (used == BUFFER_BYTES) {
        drain();
      }
      buffer[used++] = (byte) c;
    }
  }

  /** Writes a line. */
  public synchronized void println(String line) {
    print(messages ? message(line) : line);
    println();
  }

  private String message(String foreign) {
    String safe = Escape.lines(foreign);
    if (columns == UNLIMITED || safe.indexOf('\n') < 0 && DisplayWidth.of(safe) <= columns) {
      return safe;
    }
    List<String> lines = new ArrayList<>();
    for (String line : safe.split("\n", -1)) {
      lines.addAll(TextWrap.wrap(line, columns, "", CONTINUED));
    }
    return String.join("\n", lines);
  }

  /** Ends a line. */
  public synchronized void println() {
    if (used == BUFFER_BYTES) {
      drain();
    }
    buffer[used++] = '\n';
    if (flushEachLine) {
      flush();
    }
  }

  /** Writes bytes as they are. */
  public synchronized void write(byte[] bytes, int offset, int count) {
    if (count > BUFFER_BYTES - used) {
      drain();
    }
    if (count > BUFFER_BYTES) {
      try {
        target.write(bytes, offset, count);
      } catch (IOException e) {
        throw new OutputException(e);
      }
    } else {
      System.arraycopy(bytes, offset, buffer, used, count);
      used += count;
    }
  }

  /** The same output for bytes that are no text; closing it flushes. */
  public OutputStream asStream() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        TextOut.this.write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int count) {
        TextOut.this.write(bytes, offset, count);
      }

      @Override
      public void close() {
        TextOut.this.flush();
      }
    };
  }

  /** Hands everything to the system. Throws OutputException when it does not take it. */
  public synchronized void flush() {
    drain();
    try {
      target.flush();
    } catch (IOException e) {
      throw new OutputException(e);
    }
  }

  private void drain() {
    int count = used;
    used = 0;
    try {
      target.write(buffer, 0, count);
    } catch (IOException e) {
      throw new OutputException(e);
    }
  }
}
