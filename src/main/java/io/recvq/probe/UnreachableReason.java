package io.recvq.probe;

import io.recvq.net.OperationException;
import io.recvq.sys.IcmpError;
import io.recvq.sys.NativeSocket;
import io.recvq.sys.SocketPoller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks unreachable TCP ports once more by a socket that hears ICMP errors: errno alone does not
 * tell a host that is away from a firewall that forbids, nor who said so.
 */
public final class UnreachableReason implements AutoCloseable {
  /** Enough to see the reason; the ports of a host share it as a rule. */
  private static final int MOST_ASKED = 64;

  private final SweepSettings settings;
  private final NativeSocket.Buffers buffers;
  private final SocketPoller poller;

  /** Throws OperationException where native sockets do not work. */
  public UnreachableReason(SweepSettings settings) throws OperationException {
    this.settings = settings;
    this.buffers = NativeSocket.prepare();
    this.poller = new SocketPoller();
  }

  /** Whether asking again can tell more about this result. */
  public static boolean worthwhile(PortResult result) {
    return result.transport() == Transport.TCP
        && (result.reason() == ProbeReason.HOST_UNREACH
            || result.reason() == ProbeReason.NET_UNREACH
            || result.reason() == ProbeReason.ADMIN_PROHIBITED);
  }

  /** The same results, those that are worthwhile with ICMP type, code and router. */
  public List<PortResult> explain(List<PortResult> results) throws OperationException {
    List<PortResult> explained = new ArrayList<>(results.size());
    int asked = 0;
    for (PortResult result : results) {
      boolean ask = worthwhile(result) && asked++ < MOST_ASKED;
      explained.add(ask ? explained(result) : result);
    }
    return explained;
  }

  private PortResult explained(PortResult result) throws OperationException {
    ProbeTarget target = result.target();
    try (NativeSocket socket =
        NativeSocket.open(NativeSocket.Kind.TCP, target.address().v6(), buffers)) {
      int errno = socket.connect(target.address(), target.scopeId(), result.port());
      if (!NativeSocket.inProgress(errno)) {
        return errno == 0
            ? result
            : result.because(result.state(), result.reason(), "found out on this machine");
      }
      long left = settings.deadlineNanos() - System.nanoTime();
      poller.await(
          List.of(socket),
          SocketPoller.Interest.WRITABLE,
          Math.min(settings.timeout().toNanos(), left));
      Optional<IcmpError> error = socket.nextError();
      if (error.isEmpty()) {
        return result;
      }
      ProbeReason reason = IcmpNames.reason(error.get());
      return reason == ProbeReason.NO_RESPONSE
          ? result
          : result.because(reason.tcpState(), reason, IcmpNames.describe(error.get()));
    }
  }

  @Override
  public void close() {
    poller.close();
  }
}
