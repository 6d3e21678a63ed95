package io.recvq.probe;

import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.sys.IcmpError;
import io.recvq.sys.NativeSocket;
import io.recvq.sys.ReceivedPacket;
import io.recvq.sys.SocketPoller;
import java.util.List;
import java.util.Optional;

/** Echo requests by an ICMP socket of one of both kinds. */
final class IcmpStream extends PingStream {
  private final NativeSocket socket;
  private final boolean raw;
  private final boolean v6;
  private final int id;

  IcmpStream(
      NativeSocket socket,
      boolean raw,
      int id,
      ProbeTarget target,
      PingSettings settings,
      PingListener listener)
      throws OperationException {
    super(target, settings, listener);
    this.socket = socket;
    this.raw = raw;
    this.v6 = target.address().v6();
    this.id = id;
    if (settings.ttl().isPresent()) {
      socket.setTtl(settings.ttl().getAsInt());
    }
    int errno = socket.connect(target.address(), target.scopeId(), 0);
    if (errno == Errno.EACCES.number()) {
      // ip(7): a broadcast address without SO_BROADCAST; it is no lack of a right to the socket.
      throw OperationException.of(
          "ping " + target.address(),
          "it is a broadcast address (" + Errno.EACCES + ")",
          "ping one host, or look for those that answer: recvq probe NETWORK/BITS PORTS");
    }
    if (errno != 0) {
      throw NativeSocket.failure("ping " + target.address(), errno, "see recvq resolve");
    }
  }

  boolean raw() {
    return raw;
  }

  @Override
  void transmit(int sequence) throws OperationException {
    byte[] request = EchoPacket.request(v6, id, sequence & 0xffff, settings.sizeBytes());
    int errno = socket.send(request);
    Optional<Errno> known = Errno.of(errno);
    boolean ofAnEarlierOne =
        known.filter(e -> e == Errno.EHOSTUNREACH || e == Errno.ECONNREFUSED).isPresent();
    if (ofAnEarlierOne) {
      // The pending error of an earlier request; its turn comes from the error queue.
      errno = socket.send(request);
    }
    boolean lost = Errno.of(errno).filter(IcmpStream::meansLost).isPresent();
    if (errno != 0 && !lost) {
      throw NativeSocket.failure("ping " + target.address(), errno, "");
    }
  }

  /** Whether a request that could not be sent counts as lost, as others after it may not be. */
  private static boolean meansLost(Errno errno) {
    return switch (errno) {
      case EHOSTUNREACH, ECONNREFUSED, ENETUNREACH, ENOBUFS, EAGAIN, EPERM, ENOPROTOOPT -> true;
      default -> false;
    };
  }

  @Override
  List<NativeSocket> sockets() {
    return List.of(socket);
  }

  @Override
  SocketPoller.Interest interest() {
    return SocketPoller.Interest.READABLE;
  }

  @Override
  void drain(NativeSocket ready) {
    long now = System.nanoTime();
    for (Optional<ReceivedPacket> p = ready.receive(); p.isPresent(); p = ready.receive()) {
      ReceivedPacket packet = p.get();
      EchoPacket.reply(packet.data(), v6, raw && !v6)
          .filter(this::isOurs)
          .ifPresent(
              echo ->
                  reply(fullSequence(echo.sequence()), echo.sizeBytes(), packet.ttl(), false, now));
    }
    for (Optional<IcmpError> e = ready.nextError(); e.isPresent(); e = ready.nextError()) {
      IcmpError error = e.get();
      EchoPacket.requestIn(error.packet(), v6)
          .filter(this::isOurs)
          .ifPresent(echo -> error(fullSequence(echo.sequence()), error));
    }
    ready.takeError();
  }

  /** A raw socket hears the replies to everybody; a datagram socket only its own. */
  private boolean isOurs(EchoPacket echo) {
    return !raw || echo.id() == id;
  }

  @Override
  public void close() {
    socket.close();
  }
}
