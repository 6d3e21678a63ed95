package io.recvq.cli;

import io.recvq.capture.LiveOptions;
import io.recvq.capture.PacketRecorder;
import io.recvq.capture.PacketRecorder.Recording;
import io.recvq.net.OperationException;
import io.recvq.scenario.LiveConnections.Connection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The packets of the connections that are watched, recorded from when the first of them is found.
 * Where the system does not allow it, the watching goes on and the tap says why.
 */
final class WatchTap implements AutoCloseable {
  private static final long MAX_BYTES = 64L << 20;

  /** More connections than this are told by address only. */
  private static final int MAX_NAMED = 24;

  private static final String ALL = "tcp";

  private final OptionalInt port;
  private @Nullable PacketRecorder recorder;
  private String whyNot;
  private boolean tried;

  /** Whether later connections are recorded, too. */
  private boolean takesAll = true;

  private int missed;

  /**
   * @param port of all connections that will come, where the target says one
   * @param whyNot not empty where nobody may look
   */
  WatchTap(OptionalInt port, String whyNot) {
    this.port = port;
    this.whyNot = whyNot;
    this.tried = !whyNot.isEmpty();
  }

  /** Begins to record, or counts those that come too late for it. */
  void open(List<Connection> connections) {
    if (recorder != null && !takesAll) {
      missed += (int) connections.stream().filter(one -> !one.isListener()).count();
    }
    if (tried || connections.isEmpty()) {
      return;
    }
    tried = true;
    boolean local = connections.stream().allMatch(WatchTap::isLocal);
    String filter = filter(connections, port);
    takesAll = port.isPresent() || filter.equals(ALL);
    LiveOptions options = LiveOptions.of(local ? "lo" : LiveOptions.ANY, filter);
    try {
      recorder = PacketRecorder.start(options, MAX_BYTES);
    } catch (OperationException e) {
      whyNot = e.getMessage();
    }
  }

  private static boolean isLocal(Connection connection) {
    return connection.near().address().isLoopback()
        && (connection.isListener() || connection.far().address().isLoopback());
  }

  /** In the language of pcap-filter(7). */
  static String filter(List<Connection> connections, OptionalInt port) {
    if (port.isPresent()) {
      return "tcp port " + port.getAsInt();
    }
    List<Connection> open = connections.stream().filter(c -> !c.isListener()).toList();
    if (open.isEmpty() || open.size() > MAX_NAMED) {
      return ALL;
    }
    return open.stream()
        .map(
            c ->
                "(tcp and host %s and port %d and host %s and port %d)"
                    .formatted(
                        c.near().address(), c.near().port(), c.far().address(), c.far().port()))
        .collect(Collectors.joining(" or "));
  }

  /** What the recording lacks, in a sentence; empty when that is nothing. */
  Optional<String> limit() {
    return missed == 0
        ? Optional.empty()
        : Optional.of(
            "the wire was recorded for the connections found first; "
                + (missed == 1 ? "1 that came later is" : missed + " that came later are")
                + " not in it (a target with a port records all)");
  }

  /** Ends the recording; gives it, or why there is none. */
  ConnectionsReport.Wire finish() throws InterruptedException {
    if (recorder == null) {
      String why = whyNot.isEmpty() ? "no connection was found" : whyNot;
      return new ConnectionsReport.Wire(Optional.empty(), why);
    }
    try {
      Recording recording = recorder.stop();
      return new ConnectionsReport.Wire(Optional.of(recording), "");
    } catch (IOException e) {
      return new ConnectionsReport.Wire(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    if (recorder != null) {
      recorder.close();
    }
  }
}
