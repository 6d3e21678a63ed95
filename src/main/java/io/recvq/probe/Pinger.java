package io.recvq.probe;

import io.recvq.net.Errno;
import io.recvq.net.IpAddress;
import io.recvq.net.OperationException;
import io.recvq.sys.NativeSocket;
import io.recvq.sys.SocketPoller;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Pings several hosts at once, each by the best socket that this process may open: an ICMP datagram
 * socket, else a raw one, else TCP connects.
 */
public final class Pinger implements AutoCloseable {
  private static final ProbeTarget LOOPBACK = ProbeTarget.of(IpAddress.LOOPBACK_V4);
  private static final int WARM_UP_ROUNDS = 300;
  private static final long MOST_WARM_UP_NANOS = Duration.ofMillis(250).toNanos();

  private final PingSettings settings;
  private final PingListener listener;
  private final NativeSocket.Buffers buffers;
  private final SocketPoller poller;
  private final List<PingStream> streams = new ArrayList<>();
  private volatile boolean stopped;

  /** Throws OperationException where native sockets do not work. */
  public Pinger(PingSettings settings, PingListener listener) throws OperationException {
    this.settings = settings;
    this.listener = listener;
    this.buffers = NativeSocket.prepare();
    this.poller = new SocketPoller();
  }

  /** Ends soon; callable from any thread. */
  public void stop() {
    stopped = true;
    poller.wakeUp();
  }

  /**
   * Pings the hosts until all requests are settled, the deadline, or a stop; gives the statistics
   * of each. Throws OperationException when there is no route to a host.
   */
  public Map<ProbeTarget, PingStatistics> run(List<ProbeTarget> targets) throws OperationException {
    warmUp();
    int id = (int) (ProcessHandle.current().pid() & 0xffff);
    for (ProbeTarget target : targets) {
      streams.add(open(target, id++ & 0xffff));
    }
    long start = System.nanoTime();
    while (!over() && !streams.stream().allMatch(PingStream::allSettled)) {
      step(start);
    }
    Map<ProbeTarget, PingStatistics> statistics = new LinkedHashMap<>();
    streams.forEach(stream -> statistics.put(stream.target, stream.statistics));
    return statistics;
  }

  /**
   * Takes the way of the first requests some hundred times over loopback, so that the first round
   * trips that are shown measure the network and not the loading of our own code.
   */
  private void warmUp() throws OperationException {
    PingSettings endless =
        new PingSettings(
            0,
            Duration.ZERO,
            Duration.ofSeconds(1),
            0,
            OptionalInt.empty(),
            OptionalInt.empty(),
            0,
            0);
    try (ServerSocketChannel listener = ServerSocketChannel.open();
        PingStream stream = loopbackStream(listener, endless)) {
      long start = System.nanoTime();
      for (int i = 0; i < WARM_UP_ROUNDS && !stopped; i++) {
        // On a machine that is busy with other things the first requests should not wait for this.
        if (System.nanoTime() - start > MOST_WARM_UP_NANOS) {
          return;
        }
        stream.send();
        drain(List.of(stream), 0);
        SocketChannel accepted = listener.isOpen() ? listener.accept() : null;
        if (accepted != null) {
          accepted.close();
        }
      }
    } catch (IOException e) {
      throw OperationException.of("listen on loopback", e, "");
    }
  }

  /** A stream of the kind that is going to be used; closes the listener when it needs none. */
  private PingStream loopbackStream(ServerSocketChannel listener, PingSettings how)
      throws IOException {
    if (settings.tcpPort().isEmpty()) {
      try {
        PingStream stream = streamTo(LOOPBACK, 0, how, PingListener.NONE);
        listener.close();
        return stream;
      } catch (OperationException e) {
        if (e.errno().filter(Pinger::lacksRight).isEmpty()) {
          throw e;
        }
      }
    }
    return new TcpPingStream(buffers, listen(listener), LOOPBACK, how, PingListener.NONE);
  }

  private static int listen(ServerSocketChannel listener) throws IOException {
    listener.configureBlocking(false);
    listener.bind(new InetSocketAddress(LOOPBACK.toInetAddress(), 0));
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  private boolean over() {
    return stopped || System.nanoTime() - settings.deadlineNanos() >= 0;
  }

  private void step(long start) throws OperationException {
    for (PingStream stream : streams) {
      if (!stream.allSent() && System.nanoTime() - stream.nextSendNanos(start) >= 0) {
        stream.send();
        // On loopback the reply is there already; looking at once measures it and not the loop.
        drain(List.of(stream), 0);
      }
    }
    long now = System.nanoTime();
    long wait = settings.deadlineNanos() - now;
    for (PingStream stream : streams) {
      if (!stream.allSent()) {
        wait = Math.min(wait, stream.nextSendNanos(start) - now);
      }
      if (stream.nextExpiryNanos() != Long.MAX_VALUE) {
        wait = Math.min(wait, stream.nextExpiryNanos() - now);
      }
    }
    if (streams.stream().allMatch(PingStream::allSettled)) {
      return;
    }
    drain(streams, Math.max(0, wait));
    streams.forEach(stream -> stream.expire(System.nanoTime()));
  }

  private void drain(List<PingStream> watched, long atMostNanos) throws OperationException {
    SocketPoller.Interest interest = watched.get(0).interest();
    Map<NativeSocket, PingStream> owners = new LinkedHashMap<>();
    for (PingStream stream : watched) {
      stream.sockets().forEach(socket -> owners.put(socket, stream));
    }
    for (NativeSocket ready :
        poller.await(new ArrayList<>(owners.keySet()), interest, atMostNanos)) {
      PingStream owner = owners.get(ready);
      if (owner != null) {
        owner.drain(ready);
      }
    }
  }

  private PingStream open(ProbeTarget target, int id) throws OperationException {
    if (settings.tcpPort().isPresent()) {
      return tcp(target, settings.tcpPort().getAsInt(), "");
    }
    try {
      PingStream stream = streamTo(target, id, settings, listener);
      boolean raw = ((IcmpStream) stream).raw();
      listener.started(target, raw ? PingMethod.ICMP_RAW : PingMethod.ICMP_DATAGRAM, "");
      return stream;
    } catch (OperationException e) {
      if (e.errno().filter(Pinger::lacksRight).isEmpty()) {
        throw e;
      }
      String why =
          "no right to ICMP sockets ("
              + e.errno().map(Errno::toString).orElse("")
              + "); see net.ipv4.ping_group_range, or run with CAP_NET_RAW";
      return tcp(target, settings.fallbackPort(), why);
    }
  }

  /** By a datagram socket, else by a raw one. */
  private PingStream streamTo(ProbeTarget target, int id, PingSettings how, PingListener told)
      throws OperationException {
    try {
      return icmp(NativeSocket.Kind.ICMP_DATAGRAM, target, id, how, told);
    } catch (OperationException e) {
      if (e.errno().filter(Pinger::lacksRight).isEmpty()) {
        throw e;
      }
      return icmp(NativeSocket.Kind.ICMP_RAW, target, id, how, told);
    }
  }

  private static boolean lacksRight(Errno errno) {
    return errno == Errno.EACCES || errno == Errno.EPERM || errno == Errno.EPROTONOSUPPORT;
  }

  private PingStream icmp(
      NativeSocket.Kind kind, ProbeTarget target, int id, PingSettings how, PingListener told)
      throws OperationException {
    NativeSocket socket = NativeSocket.open(kind, target.address().v6(), buffers);
    try {
      return new IcmpStream(socket, kind == NativeSocket.Kind.ICMP_RAW, id, target, how, told);
    } catch (OperationException e) {
      socket.close();
      throw e;
    }
  }

  private PingStream tcp(ProbeTarget target, int port, String withheld) {
    listener.started(target, PingMethod.TCP_CONNECT, withheld);
    return new TcpPingStream(buffers, port, target, settings, listener);
  }

  @Override
  public void close() {
    streams.forEach(PingStream::close);
    poller.close();
  }
}
