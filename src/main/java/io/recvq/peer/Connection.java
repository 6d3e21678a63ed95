package io.recvq.peer;

import io.recvq.net.Endpoint;
import io.recvq.peer.Outbound.Then;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream connection on an event loop. While written bytes wait for the kernel nothing more is
 * read, so that a peer that does not read is answered by its own send queue and not by our memory
 * (but for a handler that asks for the opposite: {@link #readWhileSending}). All methods belong to
 * the loop's thread.
 */
public final class Connection implements EventLoop.Registered {
  /** The most bytes of one read or write that an event shows. */
  public static final int SHOWN_BYTES = 4096;

  private final EventLoop loop;
  private final Transport transport;
  private final int number;
  private final Consumer<Ending> whenClosed;
  private final long openedNanos = System.nanoTime();
  private final Outbound output;
  private Handler handler;
  private SelectionKey key;
  private @Nullable String shownLocal;
  private @Nullable String shownRemote;
  private @Nullable Gate gate;
  private @Nullable IdleTimeout idle;
  private long bytesIn;
  private boolean showData;
  private boolean paused;
  private boolean independent;
  private boolean readsOn;
  private boolean inputEnded;
  private boolean closed;

  @SuppressWarnings("NullAway.Init") // handler and key are set by open, which alone hands it out
  private Connection(EventLoop loop, Transport transport, Consumer<Ending> whenClosed) {
    this.loop = loop;
    this.transport = transport;
    this.output = new Outbound(this, transport);
    this.whenClosed = whenClosed;
    this.number = loop.nextConnection();
  }

  /**
   * Takes over what leads to the peer.
   *
   * @param whenClosed told once how it ended, after its handler
   */
  static Connection open(
      EventLoop loop, Transport transport, HandlerFactory handlers, Consumer<Ending> whenClosed)
      throws IOException {
    Connection connection = new Connection(loop, transport, whenClosed);
    connection.handler = handlers.handlerFor(connection);
    int interest = transport.interest(SelectionKey.OP_READ);
    connection.key = loop.register(transport.socket(), interest, connection);
    loop.opened();
    return connection;
  }

  /** Tells the handler that the connection is there; separate, so that its event comes first. */
  void start() {
    if (gate != null) {
      gate.opened(this);
    }
    if (!closed) {
      handler.opened(this);
    }
  }

  /** Makes a bad peer of it before it starts; null leaves it a good one. */
  void misbehave(@Nullable Faults chosen) {
    gate = chosen == null ? null : new Gate(chosen);
  }

  /** From now on misbehaves like this, and no longer as before. */
  void changeFaults(@Nullable Faults chosen) {
    misbehave(chosen);
    updateInterest();
    if (gate != null && !closed) {
      gate.opened(this);
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
    return output.takenBytes();
  }

  /** Bytes written by the program that the kernel has not taken yet. */
  public int pendingBytes() {
    return output.waitingBytes();
  }

  public boolean isOpen() {
    return !closed;
  }

  /** Makes events of the bytes that pass, too. */
  void showData(boolean show) {
    showData = show;
  }

  boolean showsData() {
    return showData;
  }

  /** Ends the connection when nothing comes for so long. */
  void endWhenIdle(long idleNanos) {
    idle = IdleTimeout.start(this, idleNanos);
  }

  /** Ends the connection when the peer is gone although nobody reads from it. */
  void watchPeer() {
    AbsenceWatch.start(this);
  }

  @Override
  public void ready(SelectionKey ready) {
    serve(transport.possible(ready.readyOps()));
  }

  private void serve(int possible) {
    try {
      if ((possible & SelectionKey.OP_WRITE) != 0) {
        sendWaiting();
      }
      if ((possible & SelectionKey.OP_READ) != 0 && mayRead()) {
        receive();
      }
    } catch (IOException e) {
      end(Ending.of(e));
    } catch (RuntimeException e) {
      end(Ending.because("defect of recvq: " + e));
    } catch (OutOfMemoryError e) {
      // Of one connection's buffer: the others can be served still, and this one's memory helps.
      end(Ending.because("out of memory: " + e.getMessage()));
    }
  }

  private boolean mayRead() {
    return !closed && !paused && !inputEnded && (independent || output.isEmpty());
  }

  private void receive() throws IOException {
    do {
      ByteBuffer buffer = loop.readBuffer();
      if (gate != null && !gate.admit(this, buffer)) {
        updateInterest();
        return;
      }
      int count = transport.read(buffer);
      if (count < 0) {
        endInput();
      } else if (count > 0) {
        handle(buffer.flip());
      }
    } while (transport.holdsInput() && mayRead());
    if (transport.isLayer()) {
      updateInterest();
    }
  }

  /** What a layer holds back while reading pauses makes no socket ready. */
  private void receiveHeld() {
    if (transport.holdsInput()) {
      serve(SelectionKey.OP_READ);
    }
  }

  private void handle(ByteBuffer bytes) {
    if (showData) {
      StreamEvents.data(this, true, bytesIn, bytes);
    }
    bytesIn += bytes.remaining();
    if (idle != null) {
      idle.heard();
    }
    Gate passed = gate;
    if (passed == null) {
      handler.received(this, bytes);
      return;
    }
    passed.hasRead(bytes);
    handler.received(this, bytes);
    passed.handled(this);
  }

  private void endInput() {
    inputEnded = true;
    if (output.hasEnded()) {
      end(Ending.CLOSED);
      return;
    }
    handler.inputEnded(this);
    if (!closed) {
      updateInterest();
      StreamEvents.halfClosed(this);
    }
  }

  /**
   * Sends these bytes. What the kernel does not take at once is kept and sent when it can; reading
   * pauses until then. Does nothing on a connection that is closed or whose output has ended.
   */
  public void write(ByteBuffer bytes) {
    if (closed || !output.isOpen()) {
      return;
    }
    try {
      if (gate == null) {
        output.write(bytes);
      } else {
        output.write(bytes, gate);
      }
      if (!output.isEmpty() || gate != null || transport.isLayer()) {
        updateInterest();
      }
    } catch (IOException e) {
      end(Ending.of(e));
    }
  }

  private void sendWaiting() throws IOException {
    if (output.flush(gate) && !closed) {
      if (output.isEmpty()) {
        allSent();
      }
      updateInterest();
    }
  }

  /** Nothing waits any more. */
  private void allSent() throws IOException {
    switch (output.then()) {
      case CLOSE -> end(Ending.CLOSED);
      case END -> {
        endOutputNow();
        handler.drained(this);
      }
      case GO_ON -> handler.drained(this);
    }
  }

  /** Forgets what waits to be sent and everything that would follow it. */
  void discardOutput() {
    if (gate != null) {
      gate.discardOutput();
    }
    output.clear();
    updateInterest();
    if (output.then() == Then.CLOSE) {
      end(Ending.CLOSED_BY_US);
    }
  }

  /** Ends our sending here, and stays until the peer has ended its own. */
  void endOutputAndReadOn() {
    readsOn = true;
    discardOutput();
    endOutput();
  }

  /** An effect lets bytes pass again. */
  void unblock() {
    if (gate != null) {
      gate.unblock();
      updateInterest();
    }
  }

  /**
   * From now on reads also while written bytes wait for the kernel. For a handler that bounds what
   * it writes by other means than what it reads here.
   */
  void readWhileSending() {
    independent = true;
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
    boolean reads = mayRead() && (gate == null || !gate.readsBlocked());
    boolean writes = !output.isEmpty() && (gate == null || !gate.writesBlocked());
    int wanted = (reads ? SelectionKey.OP_READ : 0) | (writes ? SelectionKey.OP_WRITE : 0);
    int interest = transport.interest(wanted);
    if (key.interestOps() != interest) {
      key.interestOps(interest);
    }
    if (reads && transport.holdsInput()) {
      loop.execute(this::receiveHeld);
    }
  }

  /** Ends our sending (FIN) once everything written has left; the peer may go on sending. */
  public void endOutput() {
    if (closed || output.hasEnded()) {
      return;
    }
    if (!output.isEmpty()) {
      output.then(Then.END);
      return;
    }
    try {
      endOutputNow();
    } catch (IOException e) {
      end(Ending.of(e));
    }
  }

  private void endOutputNow() throws IOException {
    output.end();
    if (inputEnded) {
      end(Ending.CLOSED);
    }
  }

  /** Closes once everything written has left. */
  public void closeWhenSent() {
    if (readsOn && !inputEnded) {
      return;
    }
    if (output.isEmpty()) {
      end(inputEnded ? Ending.CLOSED : Ending.CLOSED_BY_US);
    } else {
      output.then(Then.CLOSE);
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
    if (closed) {
      return;
    }
    try {
      transport.resetOnClose();
    } catch (IOException | UnsupportedOperationException e) {
      end(Ending.because("cannot reset: " + e.getMessage()));
    }
    end(Ending.RESET_BY_US);
  }

  private void end(Ending ending) {
    if (closed) {
      return;
    }
    if (loop.observed()) {
      // For the event of its end, when the system no longer knows it.
      remote();
    }
    closed = true;
    output.clear();
    loop.closed();
    Ending actual = ending;
    try {
      transport.close();
    } catch (IOException e) {
      actual = Ending.of(e);
    }
    handler.closed(this, actual);
    whenClosed.accept(actual);
    StreamEvents.closed(this, actual, Duration.ofNanos(System.nanoTime() - openedNanos));
  }

  @Override
  public void drain() {
    closeWhenSent();
  }

  @Override
  public void shutDown() {
    end(Ending.CLOSED_BY_US);
  }

  /** Our address and port; empty on a Unix-domain socket and once closed. */
  public Optional<Endpoint> localEndpoint() {
    return transport.local().flatMap(Addresses::endpoint);
  }

  /** The peer's address and port; empty on a Unix-domain socket and once closed. */
  public Optional<Endpoint> remoteEndpoint() {
    return transport.remote().flatMap(Addresses::endpoint);
  }

  /** Our address as shown; from the first call on, also when it is closed. */
  String local() {
    String shown = shownLocal;
    if (shown == null) {
      shown = transport.local().map(Addresses::shown).orElse("closed");
      shownLocal = shown;
    }
    return shown;
  }

  /** The peer's address as shown; from the first call on, also when it is closed. */
  String remote() {
    String shown = shownRemote;
    if (shown == null) {
      shown = transport.remote().map(Addresses::shown).orElse("closed");
      shownRemote = shown;
    }
    return shown;
  }
}
