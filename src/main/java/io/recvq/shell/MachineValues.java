package io.recvq.shell;

import io.recvq.cli.Listeners;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The present state of this machine. */
final class MachineValues implements LiveValues {
  @Override
  public SortedMap<Integer, String> listeningPorts() throws IOException {
    return Listeners.ports();
  }

  @Override
  public SortedMap<String, String> interfaces() throws IOException {
    SortedMap<String, String> interfaces = new TreeMap<>();
    for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      List<String> addresses =
          Collections.list(one.getInetAddresses()).stream()
              .map(InetAddress::getHostAddress)
              .map(address -> address.replaceFirst("%.*", ""))
              .sorted()
              .toList();
      interfaces.put(one.getName(), String.join(" ", addresses));
    }
    return interfaces;
  }
}
