package io.recvq.peer;

import io.recvq.net.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream connection on an event loop. While written bytes wait for the kernel nothing more is
 * read, so that a peer that does not read is answered by its own send queue and not by our memory.
 * All methods belong to the loop's thread.
 */
public final class Connection implements EventLoop.Registered {
  /** The most bytes of one read or write that an event shows. */
  public static final int SHOWN_BYTES = 4096;

  /** How often it is looked whether the peer of a stalled connection is still there. */
  private static final long WATCH_NANOS = 500_000_000;

  private final EventLoop loop;
  private final SocketChannel channel;
  private final int number;
  private final Consumer<Ending> whenClosed;
  private final long openedNanos = System.nanoTime();
  private Handler handler;
  private SelectionKey key;
  private @Nullable ByteBuffer pending;
  private @Nullable Faults faults;
  private long bytesIn;
  private long bytesOut;
  private long lastInputNanos = openedNanos;
  private boolean timed;
  private boolean showData;
  private boolean paused;
  private boolean readsBlocked;
  private boolean writesBlocked;
  private boolean discardsOutput;
  private boolean readsOn;
  private boolean inputEnded;
  private boolean closeWhenSent;
  private boolean endOutputWhenSent;
  private boolean outputEnded;
  private boolean closed;

  @SuppressWarnings("NullAway.Init") // handler and key are set by open, which alone hands it out
  private Connection(EventLoop loop, SocketChannel channel, Consumer<Ending> whenClosed) {
    this.loop = loop;
    this.channel = channel;
    this.whenClosed = whenClosed;
    this.number = loop.nextConnection();
  }

  /**
   * Takes over a connected, non-blocking channel.
   *
   * @param whenClosed told once how it ended, after its handler
   */
  static Connection open(
      EventLoop loop, SocketChannel channel, HandlerFactory handlers, Consumer<Ending> whenClosed)
      throws IOException {
    Connection connection = new Connection(loop, channel, whenClosed);
    connection.handler = handlers.handlerFor(connection);
    connection.key = loop.register(channel, SelectionKey.OP_READ, connection);
    loop.opened(connection);
    return connection;
  }

  /** Tells the handler that the connection is there; separate, so that its event comes first. */
  void start() {
    if (faults != null) {
      faults.opened(this);
    }
    if (!closed) {
      handler.opened(this);
    }
  }

  /** Makes a bad peer of it before it starts; null leaves it a good one. */
  void misbehave(@Nullable Faults chosen) {
    faults = chosen;
  }

  /** From now on misbehaves like this, and no longer as before. */
  void changeFaults(@Nullable Faults chosen) {
    faults = chosen;
    discardsOutput = false;
    unblock();
    if (chosen != null && !closed) {
      chosen.opened(this);
    }
  }

  /** Counts the loop's connections from 1. */
  public int number() {
    return number;
  }

  public EventLoop loop() {
    return loop;
  }

  /** Bytes read from the peer so far. */
  public long bytesIn() {
    return bytesIn;
  }

  /** Bytes that the kernel has taken from us so far. */
  public long bytesOut() {
    return bytesOut;
  }

  /** Bytes written by the program that the kernel has not taken yet. */
  public int pendingBytes() {
    return pending == null ? 0 : pending.remaining();
  }

  public boolean isOpen() {
    return !closed;
  }

  /** Whether the peer has ended its sending. */
  public boolean isInputEnded() {
    return inputEnded;
  }

  /** Makes events of the bytes that pass, too. */
  void showData(boolean show) {
    showData = show;
  }

  /** Ends the connection when nothing comes for so long. */
  void endWhenIdle(long idleNanos) {
    timed = true;
    long left = lastInputNanos + idleNanos - System.nanoTime();
    loop.schedule(Math.max(left, 1), () -> endIfIdle(idleNanos));
  }

  private void endIfIdle(long idleNanos) {
    if (closed) {
      return;
    }
    if (System.nanoTime() - lastInputNanos >= idleNanos) {
      end(Ending.IDLE);
    } else {
      endWhenIdle(idleNanos);
    }
  }

  @Override
  public void ready(SelectionKey ready) {
    try {
      int operations = ready.readyOps();
      if ((operations & SelectionKey.OP_WRITE) != 0) {
        sendPending();
      }
      if ((operations & SelectionKey.OP_READ) != 0 && !closed && pending == null && !paused) {
        receive();
      }
    } catch (IOException e) {
      end(Ending.of(e));
    } catch (RuntimeException e) {
      end(Ending.because("defect of recvq: " + e));
    }
  }

  private void receive() throws IOException {
    ByteBuffer buffer = loop.readBuffer();
    if (faults != null && !mayRead(faults, buffer)) {
      return;
    }
    int count = channel.read(buffer);
    if (count < 0) {
      inputHasEnded();
      return;
    }
    if (count == 0) {
      return;
    }
    buffer.flip();
    if (showData) {
      emitData(true, bytesIn, buffer);
    }
    bytesIn += count;
    if (timed) {
      lastInputNanos = System.nanoTime();
    }
    Faults bad = faults;
    if (bad == null) {
      handler.received(this, buffer);
      return;
    }
    bad.hasRead(buffer);
    handler.received(this, buffer);
    if (!closed) {
      bad.beginDue(this, true);
    }
  }

  private boolean mayRead(Faults bad, ByteBuffer buffer) {
    bad.beginDue(this, true);
    if (closed) {
      return false;
    }
    int allowed = bad.readAllowance(this, buffer.remaining());
    buffer.limit(allowed);
    readsBlocked = allowed == 0;
    updateInterest();
    return !readsBlocked;
  }

  private void inputHasEnded() {
    inputEnded = true;
    updateInterest();
    if (outputEnded) {
      end(Ending.CLOSED);
      return;
    }
    handler.inputEnded(this);
    if (!closed && loop.observed()) {
      loop.emit(new PeerEvent.HalfClosed(Instant.now(), number, bytesIn));
    }
  }

  /**
   * Sends these bytes. What the kernel does not take at once is kept and sent when it can; reading
   * pauses until then. Does nothing on a connection that is closed or whose output has ended.
   */
  public void write(ByteBuffer bytes) {
    if (closed || outputEnded || closeWhenSent || endOutputWhenSent) {
      return;
    }
    if (discardsOutput) {
      bytes.position(bytes.limit());
      return;
    }
    try {
      if (faults != null) {
        writeBadly(faults, bytes);
        return;
      }
      if (pending == null) {
        send(bytes);
      }
      if (bytes.hasRemaining()) {
        keep(bytes);
        updateInterest();
      }
    } catch (IOException e) {
      end(Ending.of(e));
    }
  }

  private void writeBadly(Faults bad, ByteBuffer bytes) throws IOException {
    bad.message(bytes.remaining());
    boolean idle = pending == null;
    keep(bytes);
    if (idle) {
      sendPending();
    }
    updateInterest();
  }

  /** Sends one portion of what waits, as far as the effects let it. */
  private void sendPortion(Faults bad, ByteBuffer waiting) throws IOException {
    bad.beginDue(this, false);
    if (closed || discardsOutput) {
      return;
    }
    int end = waiting.limit();
    int allowed = bad.writeAllowance(this, waiting.remaining());
    writesBlocked = allowed == 0;
    if (writesBlocked) {
      return;
    }
    int start = waiting.position();
    waiting.limit(start + allowed);
    bad.outgoing(waiting);
    int count = send(waiting);
    waiting.limit(end);
    ByteBuffer sent = waiting.duplicate().position(start).limit(start + count);
    bad.hasWritten(this, sent, waiting.remaining());
    bad.beginDue(this, false);
  }

  /** Forgets what waits to be sent and everything that would follow it. */
  void discardOutput() {
    discardsOutput = true;
    pending = null;
    updateInterest();
    if (closeWhenSent) {
      end(Ending.CLOSED_BY_US);
    }
  }

  /** Ends our sending here, and stays until the peer has ended its own. */
  void endOutputAndReadOn() {
    readsOn = true;
    discardOutput();
    endOutput();
  }

  /** Ends the connection when the peer is gone although nobody reads from it. */
  void watchPeer() {
    loop.schedule(
        WATCH_NANOS,
        () -> {
          if (closed) {
            return;
          }
          Optional<Endpoint> local = localEndpoint();
          Optional<Endpoint> remote = remoteEndpoint();
          boolean gone =
              local.isEmpty()
                  || remote.isEmpty()
                  || loop.peerWatch().isGone(local.get(), remote.get());
          if (gone) {
            end(Ending.GONE);
          } else {
            watchPeer();
          }
        });
  }

  /** An effect lets bytes pass again. */
  void unblock() {
    readsBlocked = false;
    writesBlocked = false;
    updateInterest();
  }

  private int send(ByteBuffer bytes) throws IOException {
    int before = bytes.position();
    int count = channel.write(bytes);
    if (showData && count > 0) {
      emitData(false, bytesOut, bytes.duplicate().position(before).limit(before + count));
    }
    bytesOut += count;
    return count;
  }

  private void keep(ByteBuffer bytes) {
    ByteBuffer old = pending;
    if (old == null) {
      pending = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    } else {
      ByteBuffer both = ByteBuffer.allocate(old.remaining() + bytes.remaining());
      pending = both.put(old).put(bytes).flip();
    }
  }

  private void sendPending() throws IOException {
    ByteBuffer waiting = pending;
    if (waiting == null) {
      return;
    }
    if (faults == null) {
      send(waiting);
    } else {
      sendPortion(faults, waiting);
    }
    if (closed) {
      return;
    }
    if (waiting.hasRemaining() && !discardsOutput) {
      updateInterest();
      return;
    }
    pending = null;
    if (closeWhenSent) {
      end(Ending.CLOSED);
      return;
    }
    if (endOutputWhenSent) {
      endOutputNow();
    }
    handler.drained(this);
    updateInterest();
  }

  /** Stops reading from the peer; the kernel's buffers then fill. */
  public void pauseReading() {
    paused = true;
    updateInterest();
  }

  /** Reads from the peer again. */
  public void resumeReading() {
    paused = false;
    updateInterest();
  }

  private void updateInterest() {
    if (closed) {
      return;
    }
    boolean reads = !paused && !readsBlocked && !inputEnded && pending == null;
    boolean writes = pending != null && !writesBlocked;
    int interest = (reads ? SelectionKey.OP_READ : 0) | (writes ? SelectionKey.OP_WRITE : 0);
    if (key.interestOps() != interest) {
      key.interestOps(interest);
    }
  }

  /** Ends our sending (FIN) once everything written has left; the peer may go on sending. */
  public void endOutput() {
    if (closed || outputEnded) {
      return;
    }
    if (pending != null) {
      endOutputWhenSent = true;
      return;
    }
    try {
      endOutputNow();
    } catch (IOException e) {
      end(Ending.of(e));
    }
  }

  private void endOutputNow() throws IOException {
    outputEnded = true;
    channel.shutdownOutput();
    if (inputEnded) {
      end(Ending.CLOSED);
    }
  }

  /** Closes once everything written has left. */
  public void closeWhenSent() {
    if (readsOn && !inputEnded) {
      return;
    }
    if (pending == null) {
      end(inputEnded || closed ? Ending.CLOSED : Ending.CLOSED_BY_US);
    } else {
      closeWhenSent = true;
    }
  }

  /** Closes now, whatever is pending. */
  public void close() {
    end(Ending.CLOSED_BY_US);
  }

  /** Closes now and says why. */
  void close(Ending ending) {
    end(ending);
  }

  /** Sends a reset in place of an orderly end (SO_LINGER 0). */
  public void reset() {
    if (!closed) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException | UnsupportedOperationException e) {
        end(Ending.because("cannot reset: " + e.getMessage()));
      }
      end(Ending.RESET_BY_US);
    }
  }

  private void end(Ending ending) {
    if (closed) {
      return;
    }
    String remote = loop.observed() ? remote() : "";
    closed = true;
    pending = null;
    loop.closed(this);
    Ending actual = ending;
    try {
      channel.close();
    } catch (IOException e) {
      actual = Ending.of(e);
    }
    handler.closed(this, actual);
    whenClosed.accept(actual);
    if (loop.observed()) {
      Duration lasted = Duration.ofNanos(System.nanoTime() - openedNanos);
      loop.emit(
          new PeerEvent.Closed(Instant.now(), number, remote, actual, bytesIn, bytesOut, lasted));
    }
  }

  @Override
  public void shutDown() {
    end(Ending.CLOSED_BY_US);
  }

  private void emitData(boolean received, long offset, ByteBuffer bytes) {
    byte[] shown = new byte[Math.min(SHOWN_BYTES, bytes.remaining())];
    bytes.duplicate().get(shown);
    loop.emit(
        new PeerEvent.Data(
            Instant.now(),
            number,
            received,
            offset,
            ByteBuffer.wrap(shown).asReadOnlyBuffer(),
            bytes.remaining()));
  }

  /** Our address and port; empty on a Unix-domain socket and once closed. */
  public Optional<Endpoint> localEndpoint() {
    return endpoint(true);
  }

  /** The peer's address and port; empty on a Unix-domain socket and once closed. */
  public Optional<Endpoint> remoteEndpoint() {
    return endpoint(false);
  }

  private Optional<Endpoint> endpoint(boolean local) {
    try {
      SocketAddress address = local ? channel.getLocalAddress() : channel.getRemoteAddress();
      return address instanceof InetSocketAddress inet
          ? Optional.of(Endpoint.of(inet).unmapped())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Our address as shown. */
  String local() {
    return shown(true);
  }

  /** The peer's address as shown. */
  String remote() {
    return shown(false);
  }

  private String shown(boolean local) {
    try {
      return Addresses.shown(local ? channel.getLocalAddress() : channel.getRemoteAddress());
    } catch (IOException e) {
      return "closed";
    }
  }
}
