package io.recvq.net;

import java.io.IOException;
import java.util.Optional;

/**
 * Something recvq tried and the system refused. The message has three parts: what was attempted
 * (with the endpoint or file), what the system answered (with errno where there is one), and what
 * to do next.
 */
public final class OperationException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String message;
  private final String attempted;
  private final String answer;
  private final transient Optional<Errno> errno;
  private final String nextStep;

  /**
   * @param attempted what could not be done, as in "listen on 127.0.0.1:7000"
   * @param answer the system's words where no errno names them; ignored when {@code errno} is there
   * @param nextStep what the user can do, as in "see who holds it: recvq sockets --port 7000"; may
   *     be empty
   */
  public OperationException(
      String attempted, Optional<Errno> errno, String answer, String nextStep) {
    super(compose(attempted, errno, answer, nextStep));
    this.message = compose(attempted, errno, answer, nextStep);
    this.attempted = attempted;
    this.errno = errno;
    this.answer = answer;
    this.nextStep = nextStep;
  }

  /** A failed system call whose errno is known. */
  public static OperationException of(String attempted, Errno errno, String nextStep) {
    return new OperationException(attempted, Optional.of(errno), errno.text(), nextStep);
  }

  /** A failure without an errno, as from a library or of a file's content. */
  public static OperationException of(String attempted, String answer, String nextStep) {
    return new OperationException(attempted, Optional.empty(), answer, nextStep);
  }

  /** What a JDK call threw while this was attempted; the exception is kept as the cause. */
  public static OperationException of(String attempted, IOException cause, String nextStep) {
    String message = cause.getMessage();
    OperationException wrapped =
        new OperationException(
            attempted,
            Errno.of(cause),
            message == null ? cause.getClass().getSimpleName() : message,
            nextStep);
    wrapped.initCause(cause);
    return wrapped;
  }

  private static String compose(
      String attempted, Optional<Errno> errno, String answer, String nextStep) {
    String answered = errno.map(e -> e.text() + " (" + e + ")").orElse(answer);
    return "cannot " + attempted + ": " + answered + (nextStep.isEmpty() ? "" : "; " + nextStep);
  }

  @Override
  public String getMessage() {
    return message;
  }

  /** What was attempted, without the leading "cannot". */
  public String attempted() {
    return attempted;
  }

  /** The errno the system answered with, where there was one. */
  public Optional<Errno> errno() {
    return errno;
  }

  /** What the system answered, in words. */
  public String answer() {
    return answer;
  }

  /** What the user can do about it; empty where nothing is known. */
  public String nextStep() {
    return nextStep;
  }
}
