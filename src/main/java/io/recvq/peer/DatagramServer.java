package io.recvq.peer;

import io.recvq.net.AddressSpec;
import io.recvq.net.Errno;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A server over UDP on an event loop. What the kernel does not take at once is lost, and told. */
public final class DatagramServer implements EventLoop.Registered {
  /** After so many datagrams the loop's other work gets its turn. */
  private static final int DATAGRAMS_IN_A_ROW = 64;

  private final EventLoop loop;
  private final DatagramChannel channel;
  private final DatagramService service;
  private final SocketAddress address;
  private final List<GrantedOption> options;

  private DatagramServer(
      EventLoop loop, DatagramChannel channel, DatagramService service, List<GrantedOption> options)
      throws IOException {
    this.loop = loop;
    this.channel = channel;
    this.service = service;
    this.address = channel.getLocalAddress();
    this.options = options;
  }

  /**
   * Binds and begins to receive. Call it from any thread but the loop's.
   *
   * @throws io.recvq.net.OperationException when the name has no address, or the system refuses it
   */
  public static DatagramServer open(
      EventLoop loop, AddressSpec spec, SocketSettings settings, DatagramService service)
      throws IOException {
    DatagramChannel channel = Bind.datagrams(spec, settings);
    DatagramServer server;
    try {
      server = new DatagramServer(loop, channel, service, settings.granted(channel));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    try {
      return loop.call(server::begin);
    } catch (IOException e) {
      // The loop has ended, or this thread was interrupted: nobody would ever receive.
      channel.close();
      throw e;
    }
  }

  private DatagramServer begin() throws IOException {
    if (loop.observed()) {
      loop.emit(announcement());
    }
    loop.register(channel, SelectionKey.OP_READ, this);
    return this;
  }

  /** Where it receives and with what, as the event that an observer is told. */
  public PeerEvent.Listening announcement() {
    return new PeerEvent.Listening(
        Instant.now(), Addresses.shown(address), Addresses.isBeyondLoopback(address), options);
  }

  @Override
  public void ready(SelectionKey key) {
    for (int i = 0; i < DATAGRAMS_IN_A_ROW && channel.isOpen(); i++) {
      ByteBuffer datagram = loop.readBuffer();
      try {
        SocketAddress from = channel.receive(datagram);
        if (from == null) {
          return;
        }
        answer(datagram.flip(), from);
      } catch (IOException e) {
        // Short of memory the kernel loses a datagram, as UDP may; the next one is received.
        return;
      }
    }
  }

  private void answer(ByteBuffer datagram, SocketAddress from) {
    tell(true, from, datagram, Optional.empty());
    service
        .answer(datagram.duplicate())
        .ifPresent(answer -> tell(false, from, answer, send(answer.duplicate(), from)));
  }

  private Optional<Errno> send(ByteBuffer answer, SocketAddress to) {
    try {
      int wanted = answer.remaining();
      int sent = channel.send(answer, to);
      return sent == 0 && wanted > 0 ? Optional.of(Errno.EAGAIN) : Optional.empty();
    } catch (IOException e) {
      return Optional.of(Errno.of(e).orElse(Errno.EIO));
    }
  }

  private void tell(
      boolean received, SocketAddress remote, ByteBuffer bytes, Optional<Errno> refused) {
    if (loop.observed()) {
      byte[] shown = new byte[Math.min(Connection.SHOWN_BYTES, bytes.remaining())];
      bytes.duplicate().get(shown);
      loop.emit(
          new PeerEvent.Datagram(
              Instant.now(),
              received,
              Addresses.shown(address),
              Addresses.shown(remote),
              ByteBuffer.wrap(shown).asReadOnlyBuffer(),
              bytes.remaining(),
              refused));
    }
  }

  @Override
  public void drain() {
    shutDown();
  }

  @Override
  public void shutDown() {
    Channels.closeQuietly(channel);
  }
}
