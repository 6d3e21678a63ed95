package io.recvq.shell;

import io.recvq.cli.Listeners;
import java.io.IOException;
import java.net.NetworkInterface;
import java.util.List;

/** The present state of this machine. */
final class MachineValues implements LiveValues {
  @Override
  public List<Integer> listeningPorts() throws IOException {
    return Listeners.ports();
  }

  @Override
  public List<String> interfaces() throws IOException {
    return NetworkInterface.networkInterfaces().map(NetworkInterface::getName).sorted().toList();
  }
}
