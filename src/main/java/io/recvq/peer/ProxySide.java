package io.recvq.peer;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One side of a proxied pair: what comes on it is written to the other side. While the other side's
 * kernel takes no more, nothing is read here, so that a sender feels a stalled receiver through the
 * proxy; at most one read ({@link EventLoop#BUFFER_BYTES}) waits in each direction. The directions
 * do not wait for each other: who does not read may still write.
 */
final class ProxySide implements Handler {
  private final FrameTap tap;
  private final Consumer<ProxySide> whenOpened;
  private final Consumer<ProxySide> whenClosed;
  private @Nullable Connection own;
  private @Nullable ProxySide other;
  private boolean gone;

  ProxySide(FrameTap tap, Consumer<ProxySide> whenOpened, Consumer<ProxySide> whenClosed) {
    this.tap = tap;
    this.whenOpened = whenOpened;
    this.whenClosed = whenClosed;
  }

  /** Joins two sides; each may be open already or not yet. */
  static void join(ProxySide one, ProxySide two) {
    one.other = two;
    two.other = one;
  }

  @Override
  public void opened(Connection connection) {
    own = connection;
    connection.readWhileSending();
    whenOpened.accept(this);
    Connection peer = peer();
    if (other != null && other.gone) {
      connection.close();
    } else if (peer == null) {
      // Until the other side is there nothing could be passed on.
      connection.pauseReading();
    } else {
      peer.resumeReading();
    }
  }

  private @Nullable Connection peer() {
    ProxySide side = other;
    return side == null ? null : side.own;
  }

  @Override
  public void received(Connection connection, ByteBuffer bytes) {
    Connection peer = peer();
    if (peer == null) {
      return;
    }
    tap.passed(connection, peer, bytes);
    peer.write(bytes);
    if (peer.pendingBytes() > 0) {
      connection.pauseReading();
    }
  }

  @Override
  public void drained(Connection connection) {
    Connection peer = peer();
    if (peer != null) {
      peer.resumeReading();
    }
  }

  @Override
  public void inputEnded(Connection connection) {
    tap.ended(connection);
    Connection peer = peer();
    if (peer != null) {
      peer.endOutput();
    }
  }

  @Override
  public void closed(Connection connection, Ending ending) {
    own = null;
    gone = true;
    tap.ended(connection);
    whenClosed.accept(this);
    Connection peer = peer();
    if (peer == null || !peer.isOpen()) {
      return;
    }
    switch (ending.kind()) {
      case RESET, RESET_BY_US, FAILED -> peer.reset();
      case CLOSED, CLOSED_BY_US, IDLE -> peer.closeWhenSent();
    }
  }

  /** Misbehaves from now on as this chooses. */
  void change(EffectPlan.Chooser chooser) {
    if (own != null) {
      own.changeFaults(chooser.next());
    }
  }

  /** The other side could not be reached. */
  void unreachable() {
    if (own != null) {
      own.reset();
    }
  }
}
