package io.recvq.peer;

import io.recvq.net.AddressSpec;
import io.recvq.net.Endpoint;
import io.recvq.net.Errno;
import io.recvq.sys.Machine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A listening socket on an event loop that accepts connections for a program. */
public final class Listener implements EventLoop.Registered {
  /** How long accepting rests when no descriptor is left. */
  private static final long EXHAUSTED_REST_NANOS = 100_000_000;

  /** After so many accepts the other connections get their turn. */
  private static final int ACCEPTS_IN_A_ROW = 64;

  private final EventLoop loop;
  private final ServerSocketChannel channel;
  private final ServerOptions options;
  private final HandlerFactory handlers;
  private final SocketAddress address;
  private final Consumer<Ending> whenClosed = this::connectionClosed;
  private final EffectPlan.Chooser chooser;
  private final List<GrantedOption> granted;
  private SelectionKey key;
  private Optional<Duration> slowAccept;
  private boolean refuses;
  private Timers.@Nullable Timer slowed;
  private boolean exhausted;
  private boolean exhaustionTold;
  private int open;

  @SuppressWarnings("NullAway.Init") // key is set by open, which alone hands it out
  private Listener(
      EventLoop loop, ServerSocketChannel channel, ServerOptions options, HandlerFactory handlers)
      throws IOException {
    this.loop = loop;
    this.channel = channel;
    this.options = options;
    this.handlers = handlers;
    this.address = channel.getLocalAddress();
    this.chooser = options.effects().chooser(true);
    this.refuses = options.effects().refuses();
    this.slowAccept = options.effects().slowAccept();
    this.granted = granted();
  }

  /**
   * Listens and begins to accept. Call it from any thread but the loop's.
   *
   * @param handlers asked for the handler of each new connection
   * @throws io.recvq.net.OperationException when the name has no address, or the system refuses the
   *     address
   */
  public static Listener open(
      EventLoop loop, AddressSpec spec, ServerOptions options, HandlerFactory handlers)
      throws IOException {
    ServerSocketChannel channel = Bind.listen(spec, options.backlog(), options.sockets());
    Listener listener;
    try {
      listener = new Listener(loop, channel, options, handlers);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    try {
      return loop.call(listener::begin);
    } catch (IOException e) {
      // The loop has ended, or this thread was interrupted: nobody would ever accept.
      listener.shutDown();
      throw e;
    }
  }

  private Listener begin() throws IOException {
    if (loop.observed()) {
      loop.emit(announcement());
    }
    key = loop.register(channel, accepting() ? SelectionKey.OP_ACCEPT : 0, this);
    return this;
  }

  /** Where it listens, with the real port; empty for a Unix-domain socket. */
  public Optional<Endpoint> endpoint() {
    return Addresses.endpoint(address);
  }

  /** Whether other machines can reach it. */
  public boolean isBeyondLoopback() {
    return Addresses.isBeyondLoopback(address);
  }

  /** Where it listens as shown, with the real port. */
  public String address() {
    return Addresses.shown(address);
  }

  /** What it listens on and with, as the event that an observer is told. */
  public PeerEvent.Listening announcement() {
    return new PeerEvent.Listening(Instant.now(), address(), isBeyondLoopback(), granted);
  }

  /** A backlog that is not the preset one is told, too: the kernel cuts it (listen(2)). */
  private List<GrantedOption> granted() throws IOException {
    List<GrantedOption> all = new ArrayList<>(options.sockets().granted(channel));
    int asked = options.backlog();
    if (asked != ServerOptions.DEFAULT.backlog()) {
      Machine.local()
          .sysctl("net/core/somaxconn")
          .map(Long::parseLong)
          .ifPresent(most -> all.add(new GrantedOption("backlog", asked, Math.min(asked, most))));
    }
    return List.copyOf(all);
  }

  @Override
  public void ready(SelectionKey ready) {
    for (int i = 0; i < ACCEPTS_IN_A_ROW && accepting(); i++) {
      try {
        SocketChannel accepted = channel.accept();
        if (accepted == null) {
          return;
        }
        exhausted = false;
        serve(accepted);
        slowAccept.ifPresent(this::pauseFor);
      } catch (IOException e) {
        rest(e);
        return;
      }
    }
  }

  /** From now on its connections misbehave like this. On the loop's thread. */
  EffectPlan.Chooser change(EffectPlan effects) {
    chooser.change(effects);
    refuses = effects.refuses();
    slowAccept = effects.slowAccept();
    endPause();
    return chooser;
  }

  private boolean accepting() {
    return !refuses
        && slowed == null
        && !exhausted
        && open < options.maxConnections().orElse(Integer.MAX_VALUE);
  }

  private void serve(SocketChannel accepted) {
    try {
      accepted.configureBlocking(false);
      if (address instanceof InetSocketAddress) {
        accepted.setOption(
            StandardSocketOptions.TCP_NODELAY, options.sockets().noDelay().orElse(true));
        options.sockets().applyTo(accepted);
      }
      List<GrantedOption> accepts =
          loop.observed() ? options.sockets().granted(accepted) : List.of();
      Transport transport = TlsLayer.transport(options.tls(), accepted);
      Connection connection = Connection.open(loop, transport, handlers, whenClosed);
      open++;
      StreamEvents.announceSecured(connection, transport);
      connection.showData(options.showData());
      connection.misbehave(chooser.next());
      options.idleTimeout().ifPresent(idle -> connection.endWhenIdle(idle.toNanos()));
      if (loop.observed()) {
        loop.emit(
            new PeerEvent.Accepted(
                Instant.now(),
                connection.number(),
                connection.local(),
                connection.remote(),
                accepts));
      }
      connection.start();
      updateInterest();
    } catch (IOException e) {
      // The peer went away between its connect and our accept; the next one is served.
      Channels.closeQuietly(accepted);
    }
  }

  /** Out of descriptors (or memory): those waiting stay in the accept queue for a while. */
  private void rest(IOException failure) {
    exhausted = true;
    updateInterest();
    if (!exhaustionTold && loop.observed()) {
      exhaustionTold = true;
      String answer = Errno.of(failure).map(Errno::toString).orElse(failure.toString());
      loop.emit(new PeerEvent.OutOfDescriptors(Instant.now(), loop.openConnections(), answer));
    }
    loop.schedule(
        EXHAUSTED_REST_NANOS,
        () -> {
          exhausted = false;
          updateInterest();
        });
  }

  private void pauseFor(Duration time) {
    slowed = loop.schedule(time.toNanos(), this::endPause);
    updateInterest();
  }

  private void endPause() {
    if (slowed != null) {
      slowed.cancel();
      slowed = null;
    }
    updateInterest();
  }

  private void updateInterest() {
    if (key.isValid()) {
      int interest = accepting() ? SelectionKey.OP_ACCEPT : 0;
      if (key.interestOps() != interest) {
        key.interestOps(interest);
      }
    }
  }

  private void connectionClosed(Ending ending) {
    open--;
    exhaustionTold = false;
    if (options.once()) {
      loop.drain(Duration.ZERO);
    } else {
      updateInterest();
    }
  }

  @Override
  public void drain() {
    shutDown();
  }

  @Override
  public void shutDown() {
    Bind.release(channel, address);
  }
}
