package io.recvq.shell;

import java.io.IOException;
import java.util.SortedMap;

/** What completion offers of the machine's present state. */
interface LiveValues {
  /** Ports with a TCP listener, each with the process that holds it, or nothing. */
  SortedMap<Integer, String> listeningPorts() throws IOException;

  /** Names of the network interfaces, each with its addresses. */
  SortedMap<String, String> interfaces() throws IOException;
}
