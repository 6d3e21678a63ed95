package io.recvq.cli;

/** The command line is wrong in a way that picocli cannot see. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String message;

  public UsageException(String message) {
    super(message);
    this.message = message;
  }

  /** Throws, with the option's name, unless the value lies between both bounds, them included. */
  static void unlessWithin(String option, long value, long least, long most) {
    if (value < least || value > most) {
      String range = most == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
      throw new UsageException(option + " is " + range + ", not " + value);
    }
  }

  @Override
  public String getMessage() {
    return message;
  }
}
