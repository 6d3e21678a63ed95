package io.recvq.cli;

import io.recvq.lab.HandSocket;
import java.io.IOException;
import java.time.Duration;

/** Waiting for a socket driven by hand, until Ctrl-C. */
final class HandWait {
  private HandWait() {}

  /** Waits until a read, else a write, would do something; false when the time is over first. */
  static boolean ready(CommandContext context, HandSocket socket, boolean reading, long nanos)
      throws IOException, InterruptedException {
    try (StopSignal.Registration stop = context.stop().onStop(Thread.currentThread()::interrupt)) {
      return socket.await(reading, Duration.ofNanos(nanos));
    }
  }
}
