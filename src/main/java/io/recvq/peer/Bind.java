package io.recvq.peer;

import io.recvq.net.AddressSpec;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import io.recvq.sys.AddressFamily;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.util.Optional;

/** Listening: what {@link Dial} is for the other side. */
public final class Bind {
  private Bind() {}

  /**
   * Listens on the first address that this specification means, and gives a non-blocking channel.
   * The address may be one that another server left a moment ago (SO_REUSEADDR).
   *
   * @param backlog how many connections may wait to be accepted; the kernel caps it at somaxconn
   * @param settings set before bind
   * @throws OperationException when the name has no address, or the system refuses the address
   */
  public static ServerSocketChannel listen(AddressSpec spec, int backlog, SocketSettings settings)
      throws OperationException {
    SocketAddress address = Addresses.resolve(spec).get(0);
    try {
      ServerSocketChannel channel = AddressFamily.open(address, ServerSocketChannel::open);
      try {
        channel.configureBlocking(false);
        if (!(address instanceof UnixDomainSocketAddress)) {
          channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        }
        settings.applyTo(channel);
        channel.bind(address, backlog);
        return channel;
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw OperationException.of("listen on " + spec, e, remedy(spec, e));
    }
  }

  /**
   * Binds a non-blocking UDP socket to the first address that this specification means.
   *
   * @param settings set before bind
   * @throws OperationException when the name has no address, or the system refuses the address
   */
  public static DatagramChannel datagrams(AddressSpec spec, SocketSettings settings)
      throws OperationException {
    SocketAddress address = Addresses.resolve(spec).get(0);
    try {
      DatagramChannel channel = AddressFamily.open(address, DatagramChannel::open);
      try {
        channel.configureBlocking(false);
        settings.applyTo(channel);
        channel.bind(address);
        return channel;
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw OperationException.of("receive on " + spec, e, remedy(spec, e));
    }
  }

  /**
   * Ends listening; the path of a Unix-domain socket goes with it. Nothing depends on either any
   * more, so a failure is left to whoever binds that path next, to whom it is named.
   */
  public static void release(ServerSocketChannel channel, SocketAddress address) {
    try {
      channel.close();
      if (address instanceof UnixDomainSocketAddress unix) {
        Files.deleteIfExists(unix.getPath());
      }
    } catch (IOException e) {
      return;
    }
  }

  private static String remedy(AddressSpec spec, IOException failure) {
    Optional<Errno> errno = Errno.of(failure);
    if (errno.isEmpty()) {
      return "";
    }
    return switch (errno.get()) {
      case EADDRINUSE ->
          spec instanceof AddressSpec.Inet inet
              ? "see who holds it: recvq sockets --port " + inet.port()
              : "remove the file if no program serves it any more";
      case EACCES -> "ports below 1024 need root or CAP_NET_BIND_SERVICE; take a higher one";
      case EADDRNOTAVAIL ->
          "the address belongs to no interface of this machine; listen on 127.0.0.1 or :PORT";
      case EMFILE, ENFILE -> "raise the limit of open files: ulimit -n";
      default -> "";
    };
  }
}
