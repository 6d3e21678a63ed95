package io.recvq.cli;

/** How a command ended, as scripts see it. */
public enum ExitStatus {
  /** It worked and the answer is good. */
  OK(0),
  /** It worked and the answer is bad: closed, failed, malformed under --strict, not reproduced. */
  BAD_ANSWER(1),
  /** The command line is wrong. */
  USAGE(2),
  /** It could not look: rights, a missing library or file, an address in use, an unknown name. */
  COULD_NOT_LOOK(3),
  /** A defect of recvq. */
  DEFECT(4),
  /** Ctrl-C, or another signal that asked it to end. */
  INTERRUPTED(130);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  /** The process's exit status. */
  public int code() {
    return code;
  }
}
