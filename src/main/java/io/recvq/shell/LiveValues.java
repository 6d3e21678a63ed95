package io.recvq.shell;

import java.io.IOException;
import java.util.List;

/** What completion offers of the machine's present state. */
interface LiveValues {
  /** Ports with a TCP listener. */
  List<Integer> listeningPorts() throws IOException;

  /** Names of the network interfaces. */
  List<String> interfaces() throws IOException;
}
