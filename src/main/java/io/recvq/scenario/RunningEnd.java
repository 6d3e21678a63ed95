package io.recvq.scenario;

import io.recvq.net.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/** An end of a scenario while it runs. */
interface RunningEnd extends AutoCloseable {
  /** Where it listens; empty before and where it does not. */
  Optional<Endpoint> listening();

  /** Its connections in the order in which they were made. */
  List<EndConnection> connections();

  /**
   * Begins a call; the answer comes when it returns.
   *
   * @param target what it listens on or connects to
   * @param number of its connection, from 1
   */
  Future<CallAnswer> call(ScenarioStep.Call call, Optional<Endpoint> target, int number);

  /** Whether its call has not returned only because it waits for a processor. */
  default boolean isRunnable() {
    return false;
  }

  /** Ends it with all that it has opened. */
  @Override
  void close();
}
