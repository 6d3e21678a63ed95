package io.recvq.capture;

import io.recvq.net.OperationException;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.RecordReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Captures in the background into memory while something else happens, and gives the packets when
 * stopped. Bounded: packets beyond the limit are counted, not kept.
 */
public final class PacketRecorder implements AutoCloseable {
  private final LiveCapture capture;
  private final LiveOptions options;
  private final long maxBytes;
  private final List<KeptPacket> packets = new ArrayList<>();
  private final Thread thread;
  private long notKept;
  private @Nullable IOException failure;

  /**
   * What was captured.
   *
   * @param notKept packets beyond the limit of memory
   */
  public record Recording(
      LiveOptions options,
      int linkType,
      List<KeptPacket> packets,
      long notKept,
      CaptureStatistics statistics) {
    public Recording {
      packets = List.copyOf(packets);
    }

    /** The packets once more, from the first, for whatever reads captures. */
    public PacketSource source() {
      return new RecordedSource(packets.iterator());
    }

    /** Writes them to a pcapng file. Throws OperationException when that fails. */
    public void writeTo(Path file) throws IOException {
      writeTo(file, number -> List.of());
    }

    /**
     * Writes them to a pcapng file with comments, which Wireshark shows. Throws OperationException
     * when that fails.
     *
     * @param comments on a packet, by its number
     */
    public void writeTo(Path file, LongFunction<List<String>> comments) throws IOException {
      try (PcapngWriter writer = PcapngWriter.create(file)) {
        CapturedPacket view = new CapturedPacket();
        for (KeptPacket packet : packets) {
          packet.fill(view);
          writer.write(view, options.device(), comments.apply(packet.number()));
        }
        writer.statistics(statistics);
      }
    }
  }

  private PacketRecorder(LiveCapture capture, LiveOptions options, long maxBytes) {
    this.capture = capture;
    this.options = options;
    this.maxBytes = maxBytes;
    this.thread = new Thread(this::record, "record " + options.device());
    thread.setDaemon(true);
  }

  /**
   * Starts to capture; when this returns, packets are being taken. Throws OperationException as
   * {@link LiveCapture#open} does.
   *
   * @param maxBytes of packets that are kept
   */
  public static PacketRecorder start(LiveOptions options, long maxBytes) throws OperationException {
    PacketRecorder recorder = new PacketRecorder(LiveCapture.open(options), options, maxBytes);
    recorder.thread.start();
    return recorder;
  }

  private void record() {
    CapturedPacket view = new CapturedPacket();
    long bytes = 0;
    try {
      while (capture.next(view)) {
        if (bytes + view.capturedBytes() > maxBytes) {
          notKept++;
        } else {
          bytes += view.capturedBytes();
          packets.add(KeptPacket.copyOf(view));
        }
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  /**
   * Ends the capture and gives everything that the kernel had taken by now. Throws
   * OperationException when capturing failed meanwhile.
   */
  public Recording stop() throws IOException, InterruptedException {
    capture.stop();
    thread.join();
    if (failure != null) {
      throw failure;
    }
    return new Recording(options, capture.linkType(), packets, notKept, capture.statistics());
  }

  @Override
  public void close() throws IOException {
    capture.close();
  }

  /** Kept packets as a source. */
  private record RecordedSource(Iterator<KeptPacket> packets) implements PacketSource {
    @Override
    public boolean next(CapturedPacket packet) {
      boolean more = packets.hasNext();
      if (more) {
        packets.next().fill(packet);
      }
      return more;
    }

    @Override
    public Optional<RecordReader.Ending> ending() {
      return Optional.empty();
    }

    @Override
    public void close() {
      // Nothing is held open.
    }
  }
}
