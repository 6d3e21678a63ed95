package io.recvq.capture;

import io.recvq.net.OperationException;
import io.recvq.sys.Threads;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.RecordReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;
import org.pcap4j.core.RawPacketListener;

/**
 * Live packets from an interface, each handed on as soon as the kernel has it. Capturing goes on
 * from {@link #open} to {@link #stop}, on a thread of its own; every packet that the kernel had
 * taken by then is delivered. {@code stop} may come from any thread.
 */
public final class LiveCapture implements PacketSource {
  private static final long MAX_QUEUED_BYTES = 64L << 20;

  /** What the kernel's block holds, which is shown together. */
  private static final int ALL_OF_THEM = -1;

  /**
   * How long packets wait at most for others before they are shown together (PACKET_RX_RING's
   * TPACKET_V3, packet(7)). libpcap's immediate mode would give each packet a slot of the size of
   * the largest, 64 KiB on loopback: 128 packets in a buffer of 8 MB, in place of tens of
   * thousands.
   */
  private static final int READ_TIMEOUT_MILLIS = 10;

  /** After it the kernel has shown the block that was open at a stop. */
  private static final Duration LAST_BLOCK = Duration.ofMillis(4 * READ_TIMEOUT_MILLIS);

  /** For the rest after a stop, on an interface that is never silent. */
  private static final Duration MOST_FOR_THE_REST = Duration.ofSeconds(2);

  private static final int MOST_AT_ONCE = 1000;

  private static final Duration PAUSE = Duration.ofMillis(1);

  /** Wanted packets that may be lost before the capture is said to be open. */
  private static final int MOST_BEFORE_FILTER = 1000;

  private final PcapHandle handle;
  private final LiveOptions options;
  private final int linkType;
  private final PacketQueue queue = new PacketQueue(MAX_QUEUED_BYTES);
  private final Thread thread;
  private final Object lock = new Object();
  private boolean stopping;
  private boolean closed;
  private CaptureStatistics statistics = CaptureStatistics.NONE;
  private volatile @Nullable IOException failure;

  /** Packets handed on; written by the capturing thread alone. */
  private volatile long count;

  private OptionalLong deadlineNanos = OptionalLong.empty();

  private LiveCapture(PcapHandle handle, LiveOptions options) {
    this.handle = handle;
    this.options = options;
    this.linkType = LinkTypes.ofDlt(handle.getDlt().value());
    this.thread = new Thread(this::capture, "capture " + options.device());
    thread.setDaemon(true);
  }

  /**
   * Starts to capture; when this returns, packets are being taken. Throws OperationException when
   * libpcap, the device or the rights do not allow it, FilterException when the filter is wrong.
   */
  public static LiveCapture open(LiveOptions options) throws OperationException {
    String attempted = "capture on " + options.device();
    PcapHandle handle =
        Libpcap.call(
            attempted,
            () ->
                new PcapHandle.Builder(options.device())
                    .snaplen(options.snapBytes())
                    .bufferSize(options.ringBytes())
                    .promiscuousMode(
                        options.promiscuous()
                            ? PromiscuousMode.PROMISCUOUS
                            : PromiscuousMode.NONPROMISCUOUS)
                    .timeoutMillis(READ_TIMEOUT_MILLIS)
                    .timestampPrecision(TimestampPrecision.NANO)
                    .build());
    try {
      if (!options.filter().isBlank()) {
        setFilter(handle, options.filter());
      }
      LiveCapture capture = new LiveCapture(handle, options);
      capture.thread.start();
      return capture;
    } catch (OperationException | RuntimeException e) {
      handle.close();
      throw e;
    }
  }

  private static void setFilter(PcapHandle handle, String filter) throws OperationException {
    Libpcap.call(
        "capture with the filter '" + filter + "'",
        () -> {
          try {
            handle.setFilter(filter, BpfCompileMode.OPTIMIZE);
          } catch (PcapNativeException e) {
            throw unlessWrong(filter, e);
          }
          makeRoom(handle);
          return filter;
        });
  }

  /** The failure, unless it is libpcap's word that it does not understand the expression. */
  private static PcapNativeException unlessWrong(String filter, PcapNativeException failure) {
    String words = String.valueOf(failure.getMessage()).strip();
    if (words.contains("filter expression")) {
      throw new FilterException(filter, words);
    }
    return failure;
  }

  /**
   * Takes the packets out of the kernel's buffer that came between opening and the filter: on a
   * busy interface they fill it, and the first packets that are wanted would find no room.
   */
  private static void makeRoom(PcapHandle handle) throws PcapNativeException, NotOpenException {
    RawPacketListener nobody = bytes -> {};
    handle.setBlockingMode(BlockingMode.NONBLOCKING);
    try {
      handle.dispatch(MOST_BEFORE_FILTER, nobody);
    } catch (InterruptedException e) {
      throw new IllegalStateException("breakLoop() before anybody could call it", e);
    }
    handle.setBlockingMode(BlockingMode.BLOCKING);
  }

  /** Number of the link type that every packet has. */
  public int linkType() {
    return linkType;
  }

  private void capture() {
    try {
      RawPacketListener listener = this::keep;
      run(
          () -> {
            loopUntilStopped(listener);
            takeTheRest(listener);
            statistics = readStatistics();
          },
          "capture on " + options.device());
    } catch (IOException e) {
      failure = e;
    } finally {
      queue.close();
    }
  }

  /** A part of a capture, which libpcap or an interrupt may end. */
  @FunctionalInterface
  interface Part {
    void run() throws PcapNativeException, NotOpenException, InterruptedException;
  }

  /** Runs it. Whatever ends it early is thrown, a defect too: none is taken for the orderly end. */
  static void run(Part part, String attempted) throws IOException {
    try {
      part.run();
    } catch (PcapNativeException e) {
      throw OperationException.of(attempted, String.valueOf(e.getMessage()), "");
    } catch (NotOpenException | InterruptedException e) {
      throw new InterruptedIOException(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      throw defect(e);
    }
  }

  private static IOException defect(RuntimeException cause) {
    return new IOException("defect while capturing: " + cause, cause);
  }

  /**
   * What the kernel holds by now was captured before the stop, so it belongs to the capture. The
   * kernel shows a block of packets when it is full, or at the latest after the read timeout.
   */
  private void takeTheRest(RawPacketListener listener)
      throws PcapNativeException, NotOpenException, InterruptedException {
    handle.setBlockingMode(BlockingMode.NONBLOCKING);
    long stopped = System.nanoTime();
    while (failure == null) {
      int taken = handle.dispatch(MOST_AT_ONCE, listener);
      queue.handOver();
      long sinceStopNanos = System.nanoTime() - stopped;
      if (sinceStopNanos > MOST_FOR_THE_REST.toNanos()
          || (taken <= 0 && sinceStopNanos > LAST_BLOCK.toNanos())) {
        return;
      }
      if (taken <= 0) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void loopUntilStopped(RawPacketListener listener)
      throws PcapNativeException, NotOpenException {
    try {
      while (failure == null) {
        handle.dispatch(ALL_OF_THEM, listener);
        queue.handOver();
      }
    } catch (InterruptedException e) {
      // pcap4j's way to say that breakLoop() was called: the normal end.
      return;
    }
  }

  /** Runs inside libpcap's loop, where pcap4j would swallow an exception and go on. */
  private void keep(byte[] bytes) {
    try {
      Timestamp time = handle.getTimestamp();
      long seconds = Math.floorDiv(time.getTime(), 1000L);
      Integer original = handle.getOriginalLength();
      int wireBytes = original == null ? bytes.length : original;
      long nanos = seconds * 1_000_000_000L + time.getNanos();
      long number = count + 1;
      queue.put(new KeptPacket(number, nanos, linkType, wireBytes, bytes));
      count = number;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = defect(e);
      stop();
    }
  }

  @Override
  public boolean next(CapturedPacket packet) throws IOException {
    try {
      if (deadlineNanos.isPresent() && System.nanoTime() >= deadlineNanos.getAsLong()) {
        stopAtDeadline();
      }
      Optional<KeptPacket> next = queue.take(deadlineNanos);
      if (next.isEmpty() && deadlineNanos.isPresent()) {
        stopAtDeadline();
        next = queue.take(deadlineNanos);
      }
      next.ifPresent(kept -> kept.fill(packet));
      if (next.isEmpty() && failure != null) {
        throw failure;
      }
      return next.isPresent();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for packets");
    }
  }

  private void stopAtDeadline() {
    deadlineNanos = OptionalLong.empty();
    stop();
  }

  /** Stops the capture by itself when this time from now on is over. */
  public void stopAfter(Duration duration) {
    deadlineNanos = OptionalLong.of(System.nanoTime() + duration.toNanos());
  }

  /** Whether {@link #next} would have to wait: the moment to flush what was written. */
  public boolean isIdle() {
    return queue.isEmpty();
  }

  /** Ends the capture: {@link #next} gives what was captured so far, then false. Does not wait. */
  public void stop() {
    synchronized (lock) {
      if (stopping || closed) {
        return;
      }
      stopping = true;
      try {
        handle.breakLoop();
      } catch (NotOpenException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What the kernel counted, complete once the capture has ended. */
  public CaptureStatistics statistics() throws OperationException {
    synchronized (lock) {
      return closed || !thread.isAlive()
          ? statistics
          : Libpcap.call("read the capture's counters", this::readStatistics);
    }
  }

  /**
   * What was handed on, and the kernel's count of what it had no room for; it counts each packet of
   * the loopback interface twice. Its count of received packets is of no use here: it begins when
   * the socket is opened, before the filter is set (libpcap's pcap_stats(3PCAP)).
   */
  private CaptureStatistics readStatistics() throws PcapNativeException, NotOpenException {
    PcapStat raw = handle.getStats();
    long dropped = raw.getNumPacketsDropped() / (LinkTypes.isLoopback(options.device()) ? 2 : 1);
    return new CaptureStatistics(count + dropped, dropped, raw.getNumPacketsDroppedByIf());
  }

  @Override
  public Optional<RecordReader.Ending> ending() {
    return Optional.empty();
  }

  /** Stops, waits for the capturing thread to end, and gives everything back. */
  @Override
  public void close() throws IOException {
    stop();
    queue.abandon();
    Threads.awaitEnd(thread);
    synchronized (lock) {
      if (!closed) {
        closed = true;
        handle.close();
      }
    }
  }
}
