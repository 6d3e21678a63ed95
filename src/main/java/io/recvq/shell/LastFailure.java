package io.recvq.shell;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Remembers the messages of the last command that failed, for {@code explain} without words. */
final class LastFailure {
  private static final int MOST_BYTES = 4096;
  private static final Pattern ERRNO = Pattern.compile("\\b(E[A-Z]{3,14}|WSAE[A-Z]+)\\b");

  private final byte[] buffer = new byte[MOST_BYTES];
  private int used;
  private String message = "";

  /** Begins a command: what it says is collected until {@link #end}. */
  synchronized void begin() {
    used = 0;
  }

  /** Ends it; messages of a command that did well are forgotten. */
  synchronized void end(boolean failed) {
    if (failed) {
      message = new String(buffer, 0, used, StandardCharsets.UTF_8);
    }
  }

  /** The last failure is one of the shell's own, with this message. */
  synchronized void is(String text) {
    message = text;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    used = 0;
    keep(bytes, 0, bytes.length);
  }

  /** What explains the failure: the errno names in its message, each once. */
  synchronized List<String> words() {
    Matcher matcher = ERRNO.matcher(message);
    return matcher.results().map(found -> found.group(1)).distinct().toList();
  }

  synchronized String message() {
    return message;
  }

  private synchronized void keep(byte[] bytes, int offset, int count) {
    int fits = Math.min(count, MOST_BYTES - used);
    System.arraycopy(bytes, offset, buffer, used, fits);
    used += fits;
  }

  /** A stream that writes to this one and keeps a copy here. */
  OutputStream copyOf(OutputStream target) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        keep(bytes, offset, count);
        target.write(Arrays.copyOfRange(bytes, offset, offset + count));
      }

      @Override
      public void flush() throws IOException {
        target.flush();
      }
    };
  }
}
