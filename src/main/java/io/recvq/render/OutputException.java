package io.recvq.render;

import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** The output stream took no more: its reader went away, or the disk is full. Ends a command. */
public final class OutputException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  private final IOException failure;

  public OutputException(IOException failure) {
    super(failure);
    this.failure = failure;
  }

  /** What the write threw. */
  public IOException failure() {
    return failure;
  }

  /** The failure with what was attempted and what to do next. */
  public OperationException told() {
    boolean full = Errno.of(failure).filter(errno -> errno == Errno.ENOSPC).isPresent();
    return OperationException.of("write the output", failure, full ? "see what is free: df" : "");
  }

  /** Whether the reader of a pipe went away, as {@code head} does; that is no error of ours. */
  public boolean readerGone() {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("broken pipe")
        || message.contains("stream closed")
        || message.contains("pipe closed")
        || message.contains("bad file descriptor");
  }
}
