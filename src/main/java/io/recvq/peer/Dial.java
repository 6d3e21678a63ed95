package io.recvq.peer;

import io.recvq.net.AddressSpec;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.sys.AddressFamily;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Connecting, with a time limit that does not depend on the system's (tcp_syn_retries). */
public final class Dial {
  private Dial() {}

  /**
   * Connects to the first of these addresses that answers and gives a non-blocking channel.
   *
   * @param timeout for each address; then the error is ETIMEDOUT
   * @throws OperationException what the last address answered
   */
  public static SocketChannel connect(
      List<SocketAddress> addresses, SocketSettings settings, Duration timeout)
      throws OperationException, InterruptedException {
    List<OperationException> failures = new ArrayList<>();
    for (SocketAddress address : addresses) {
      try {
        return connect(address, settings, timeout);
      } catch (OperationException e) {
        failures.add(e);
      }
    }
    throw failures.get(failures.size() - 1);
  }

  /** Connects to one address; see {@link #connect(List, SocketSettings, Duration)}. */
  public static SocketChannel connect(
      SocketAddress address, SocketSettings settings, Duration timeout)
      throws OperationException, InterruptedException {
    try {
      SocketChannel channel = AddressFamily.open(address, SocketChannel::open);
      try {
        settings.applyTo(channel);
        channel.configureBlocking(false);
        if (!channel.connect(address)) {
          await(channel, timeout);
        }
        return channel;
      } catch (IOException | InterruptedException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw failure(address, e);
    }
  }

  private static void await(SocketChannel channel, Duration timeout)
      throws IOException, InterruptedException {
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_CONNECT);
      long end = System.nanoTime() + timeout.toNanos();
      while (!channel.finishConnect()) {
        long millis = (end - System.nanoTime() + 999_999) / 1_000_000;
        if (millis <= 0) {
          throw new IOException(Errno.ETIMEDOUT.text());
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        selector.select(millis);
      }
    }
  }

  /** What a failed connect means, with what to do next. */
  static OperationException failure(SocketAddress address, IOException cause) {
    String attempted = "connect to " + Addresses.shown(address);
    Optional<Errno> errno = Errno.of(cause);
    if (errno.isEmpty()) {
      return OperationException.of(attempted, cause, "");
    }
    String next =
        switch (errno.get()) {
          case ECONNREFUSED -> "nothing listens there; " + look(address);
          case ETIMEDOUT -> "no answer at all: a filter drops it, or the host is down";
          case ENOENT -> "no such socket file; is the server running?";
          case EHOSTUNREACH, ENETUNREACH -> "check the address and the route: ip route get ADDRESS";
          default -> "";
        };
    return OperationException.of(attempted, cause, next);
  }

  private static String look(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress
        ? "start the server again"
        : "see what does: recvq sockets --state listen";
  }

  /** All addresses of a specification, connected to in order. */
  public static SocketChannel connect(AddressSpec spec, SocketSettings settings, Duration timeout)
      throws OperationException, InterruptedException {
    return connect(Addresses.resolve(spec), settings, timeout);
  }
}
