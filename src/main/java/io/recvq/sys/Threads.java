package io.recvq.sys;

/** What the JDK's threads lack. */
public final class Threads {
  private Threads() {}

  /**
   * Waits until a thread has ended, however often the caller is interrupted meanwhile; that it was
   * is kept in its interrupt status.
   */
  public static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
