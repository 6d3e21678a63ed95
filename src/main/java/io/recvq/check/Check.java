package io.recvq.check;

import java.io.IOException;

/** Something that can be looked at, once or again. */
interface Check {
  /**
   * Looks.
   *
   * @param deadlineNanos {@link System#nanoTime} by which it has to be done
   * @throws IOException when it could not look
   */
  Outcome run(long deadlineNanos) throws IOException, InterruptedException;
}
