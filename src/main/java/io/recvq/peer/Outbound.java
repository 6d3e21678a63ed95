package io.recvq.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a connection: what the program has written and the kernel has not taken yet,
 * and what is to follow it. It is bounded by its connection, which reads nothing from the peer
 * while something waits here.
 */
final class Outbound {
  /** What happens once everything has left; a later one in this list wins. */
  enum Then {
    GO_ON,
    END,
    CLOSE
  }

  private final Connection connection;
  private final Transport transport;
  private @Nullable ByteBuffer waiting;
  private Then then = Then.GO_ON;
  private long taken;
  private boolean ended;

  Outbound(Connection connection, Transport transport) {
    this.connection = connection;
    this.transport = transport;
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    return waiting == null;
  }

  int waitingBytes() {
    return waiting == null ? 0 : waiting.remaining();
  }

  /** Bytes that the kernel has taken so far. */
  long takenBytes() {
    return taken;
  }

  /** Whether the program may write more. */
  boolean isOpen() {
    return !ended && then == Then.GO_ON;
  }

  /** Whether our sending has ended (FIN). */
  boolean hasEnded() {
    return ended;
  }

  Then then() {
    return then;
  }

  void then(Then next) {
    if (next.compareTo(then) > 0) {
      then = next;
    }
  }

  /** Sends these bytes behind those that wait; what the kernel does not take waits. */
  void write(ByteBuffer bytes) throws IOException {
    if (waiting == null) {
      send(bytes);
    }
    if (bytes.hasRemaining()) {
      keep(bytes);
    }
  }

  /** The same as far as the effects let them; they look at no more than what waits. */
  void write(ByteBuffer bytes, Gate gate) throws IOException {
    if (gate.discardsOutput()) {
      bytes.position(bytes.limit());
      return;
    }
    gate.message(bytes.remaining());
    boolean first = waiting == null;
    keep(bytes);
    if (first) {
      flush(gate);
    }
  }

  private void keep(ByteBuffer bytes) {
    ByteBuffer first = waiting;
    if (first == null) {
      waiting = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    } else {
      ByteBuffer both = ByteBuffer.allocate(first.remaining() + bytes.remaining());
      waiting = both.put(first).put(bytes).flip();
    }
  }

  /** Sends what waits as far as the kernel and the effects let it; false when nothing waited. */
  boolean flush(@Nullable Gate gate) throws IOException {
    ByteBuffer bytes = waiting;
    if (bytes == null) {
      return false;
    }
    if (gate == null) {
      send(bytes);
    } else {
      gate.send(connection, this, bytes);
    }
    if (!bytes.hasRemaining()) {
      waiting = null;
    }
    return true;
  }

  /** Hands bytes to the kernel, or to the layer above it, and counts what it takes. */
  int send(ByteBuffer bytes) throws IOException {
    int before = bytes.position();
    int count = transport.write(bytes);
    if (count > 0 && connection.showsData()) {
      ByteBuffer sent = bytes.duplicate().position(before).limit(before + count);
      StreamEvents.data(connection, false, taken, sent);
    }
    taken += count;
    return count;
  }

  /** Forgets what waits. */
  void clear() {
    waiting = null;
  }

  /** Ends our sending (FIN). */
  void end() throws IOException {
    ended = true;
    transport.endOutput();
  }
}
