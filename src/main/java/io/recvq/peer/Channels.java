package io.recvq.peer;

import java.io.IOException;
import java.nio.channels.Channel;

/** What is done with channels whose end is certain. */
final class Channels {
  private Channels() {}

  /** Closes what nobody uses any more; a failure changes nothing for anybody. */
  static void closeQuietly(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Whatever the system says, the descriptor is gone after close(2).
      assert !channel.isOpen() : e;
    }
  }
}
