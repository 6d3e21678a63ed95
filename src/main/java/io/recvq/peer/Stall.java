package io.recvq.peer;

import java.time.Duration;
import java.util.Optional;

/** Neither reads nor writes, for ever or for a time. */
final class Stall extends Effect {
  private final Optional<Duration> lasting;
  private boolean over;

  Stall(Optional<Duration> lasting) {
    this.lasting = lasting;
  }

  @Override
  void begin(Connection connection) {
    connection.watchPeer();
    lasting.ifPresent(
        time ->
            connection
                .loop()
                .schedule(
                    time.toNanos(),
                    () -> {
                      over = true;
                      connection.unblock();
                    }));
  }

  @Override
  int readAllowance(Connection connection, int wanted) {
    return over ? wanted : 0;
  }

  @Override
  int writeAllowance(Connection connection, int wanted) {
    return over ? wanted : 0;
  }
}
