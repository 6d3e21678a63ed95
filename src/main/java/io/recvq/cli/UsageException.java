package io.recvq.cli;

/** The command line is wrong in a way that picocli cannot see. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String message;

  public UsageException(String message) {
    super(message);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
