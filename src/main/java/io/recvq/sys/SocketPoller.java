package io.recvq.sys;

import com.sun.jna.Memory;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits for native sockets (poll(2)). One thread waits; {@link #wakeUp} may be called from any
 * other as long as the poller is open.
 */
public final class SocketPoller implements AutoCloseable {
  private static final int EFD_NONBLOCK = 0x800;
  private static final int EFD_CLOEXEC = 0x80000;
  private static final int POLLIN = 1;
  private static final int POLLOUT = 4;
  private static final int ENTRY_BYTES = 8;

  private final int event;
  private Memory entries = new Memory(64 * ENTRY_BYTES);
  private boolean closed;

  public SocketPoller() throws OperationException {
    SocketCalls.require("wait for sockets");
    this.event = SocketCalls.eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (event < 0) {
      throw SocketCalls.failed("open an eventfd", SocketCalls.lastErrno(), "");
    }
  }

  /** What is waited for besides errors, which are always noticed. */
  public enum Interest {
    READABLE(POLLIN),
    WRITABLE(POLLOUT);

    private final int mask;

    Interest(int mask) {
      this.mask = mask;
    }
  }

  /**
   * Those of the sockets that have something to tell: data, room, an error. Empty when the time is
   * over first, or after {@link #wakeUp}.
   */
  public List<NativeSocket> await(List<NativeSocket> sockets, Interest interest, long atMostNanos)
      throws OperationException {
    int count = sockets.size() + 1;
    if (entries.size() < (long) count * ENTRY_BYTES) {
      entries = new Memory(2L * count * ENTRY_BYTES);
    }
    put(0, event, POLLIN);
    for (int i = 1; i < count; i++) {
      put(i, sockets.get(i - 1).fd(), interest.mask);
    }
    long millis = Math.max(0, Math.min(60_000, (atMostNanos + 999_999) / 1_000_000));
    int ready = SocketCalls.poll(entries, count, (int) millis);
    if (ready < 0 && SocketCalls.lastErrno() != Errno.EINTR.number()) {
      throw SocketCalls.failed("wait for sockets", SocketCalls.lastErrno(), "");
    }
    List<NativeSocket> found = new ArrayList<>();
    for (int i = 1; ready > 0 && i < count; i++) {
      if (entries.getShort(i * (long) ENTRY_BYTES + 6) != 0) {
        found.add(sockets.get(i - 1));
      }
    }
    return found;
  }

  private void put(int index, int fd, int events) {
    long at = index * (long) ENTRY_BYTES;
    entries.setInt(at, fd);
    entries.setShort(at + 4, (short) events);
    entries.setShort(at + 6, (short) 0);
  }

  /** Ends the present or next wait at once. */
  public synchronized void wakeUp() {
    if (!closed) {
      byte[] one = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(1).array();
      SocketCalls.write(event, one, one.length);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      SocketCalls.close(event);
    }
  }
}
