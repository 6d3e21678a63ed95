package io.recvq.probe;

import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.sys.IcmpError;
import io.recvq.sys.NativeSocket;
import io.recvq.sys.SocketPoller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Round trips of TCP's handshake: a connect for each request, whether accepted or refused. */
final class TcpPingStream extends PingStream {
  private final NativeSocket.Buffers buffers;
  private final int port;
  private final Map<NativeSocket, Integer> inFlight = new HashMap<>();

  TcpPingStream(
      NativeSocket.Buffers buffers,
      int port,
      ProbeTarget target,
      PingSettings settings,
      PingListener listener) {
    super(target, settings, listener);
    this.buffers = buffers;
    this.port = port;
  }

  @Override
  void transmit(int sequence) throws OperationException {
    NativeSocket socket = NativeSocket.open(NativeSocket.Kind.TCP, target.address().v6(), buffers);
    if (settings.ttl().isPresent()) {
      socket.setTtl(settings.ttl().getAsInt());
    }
    restartClock(sequence);
    int errno = socket.connect(target.address(), target.scopeId(), port);
    if (NativeSocket.inProgress(errno)) {
      inFlight.put(socket, sequence);
      return;
    }
    finish(socket, sequence, errno, System.nanoTime());
    if (errno != 0 && errno != Errno.ECONNREFUSED.number()) {
      throw NativeSocket.failure("connect to " + target.address() + " port " + port, errno, "");
    }
  }

  @Override
  List<NativeSocket> sockets() {
    return new ArrayList<>(inFlight.keySet());
  }

  @Override
  SocketPoller.Interest interest() {
    return SocketPoller.Interest.WRITABLE;
  }

  @Override
  void drain(NativeSocket ready) {
    long now = System.nanoTime();
    Integer sequence = inFlight.remove(ready);
    if (sequence != null) {
      finish(ready, sequence, ready.takeError(), now);
    }
  }

  private void finish(NativeSocket socket, int sequence, int errno, long now) {
    try (socket) {
      boolean refused = errno == Errno.ECONNREFUSED.number();
      if (errno == 0 || refused) {
        reply(sequence, 0, OptionalInt.empty(), refused, now);
        return;
      }
      Optional<IcmpError> error = socket.nextError();
      if (error.isPresent()) {
        error(sequence, error.get());
      }
    }
  }

  @Override
  public void close() {
    inFlight.keySet().forEach(NativeSocket::close);
    inFlight.clear();
  }
}
