package io.recvq.sockets;

import io.recvq.net.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows for tests. */
public final class Rows {
  private Rows() {}

  /** A TCP row without details; the remote end {@code 0.0.0.0:0} is none. */
  public static InetRow tcp(
      SocketState state, String local, String remote, long recvQ, long sendQ, long inode) {
    return new InetRow(
        Proto.TCP,
        false,
        state,
        recvQ,
        sendQ,
        Endpoint.parse(local),
        Endpoint.parse(remote),
        0,
        0,
        inode,
        inode + 1000,
        SocketTimer.OFF,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Ownership.NOT_ASKED);
  }

  /** The same row with TCP's numbers. */
  public static InetRow with(InetRow row, Map<TcpField, Long> numbers) {
    return with(row, row.timer(), numbers, row.memory());
  }

  /** The same row with a timer, TCP's numbers and memory. */
  public static InetRow with(
      InetRow row, SocketTimer timer, Map<TcpField, Long> numbers, Optional<SocketMemory> memory) {
    return copy(
        row, row.cookie(), timer, Optional.of(TcpInfo.of(numbers)), Optional.of("cubic"), memory);
  }

  /** The same row with another cookie; 0 where the source tells none. */
  public static InetRow withCookie(InetRow row, long cookie) {
    return copy(row, cookie, row.timer(), row.tcp(), row.congestion(), row.memory());
  }

  private static InetRow copy(
      InetRow row,
      long cookie,
      SocketTimer timer,
      Optional<TcpInfo> tcp,
      Optional<String> congestion,
      Optional<SocketMemory> memory) {
    return new InetRow(
        row.proto(),
        row.inet6(),
        row.state(),
        row.recvQ(),
        row.sendQ(),
        row.local(),
        row.remote(),
        row.interfaceIndex(),
        row.uid(),
        row.inode(),
        cookie,
        timer,
        tcp,
        congestion,
        memory,
        row.owners());
  }

  /** Memory with these limits, amounts and drops; all else is zero. */
  public static Optional<SocketMemory> memory(
      long receiveLimit, long sendLimit, long sendQueued, long drops) {
    return Optional.of(new SocketMemory(0, receiveLimit, 0, sendLimit, 0, sendQueued, 0, 0, drops));
  }

  /** Held by one process. */
  public static Ownership by(int pid, String process, int fd) {
    return Ownership.heldBy(List.of(new Owner(pid, process, fd)));
  }
}
