package io.recvq.capture;

import io.recvq.net.OperationException;
import io.recvq.wire.CapturedPacket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps packets in a row of pcapng files, {@code app-00001.pcapng} and so on: a new one when the
 * present one is large or old enough, the oldest deleted when there are too many.
 */
public final class PcapngRing implements PacketSink {
  private static final int NUMBER_DIGITS = 5;

  private final Path pattern;
  private final OptionalLong maxBytes;
  private final Optional<Duration> maxAge;
  private final int keep;
  private final ArrayDeque<Path> files = new ArrayDeque<>();
  private PcapngWriter writer;
  private long firstNanos = CapturedPacket.NO_TIME;
  private int number;

  /**
   * Begins the first file. Throws OperationException when it cannot be made.
   *
   * @param pattern the name into which a number is put before its ending
   * @param maxBytes size after which a new file begins
   * @param maxAge time between a file's first packet and the first of the next
   * @param keep how many files stay; 0 keeps all
   */
  public PcapngRing(Path pattern, OptionalLong maxBytes, Optional<Duration> maxAge, int keep)
      throws OperationException {
    this.pattern = pattern;
    this.maxBytes = maxBytes;
    this.maxAge = maxAge;
    this.keep = keep;
    this.writer = open();
  }

  private PcapngWriter open() throws OperationException {
    Path file = numbered(++number);
    PcapngWriter opened = PcapngWriter.create(file);
    files.add(file);
    return opened;
  }

  private Path numbered(int count) {
    Path last = pattern.getFileName();
    String name = last == null ? "capture.pcapng" : last.toString();
    int dot = name.lastIndexOf('.');
    String stem = dot <= 0 ? name : name.substring(0, dot);
    String ending = dot <= 0 ? "" : name.substring(dot);
    String digits = Integer.toString(count);
    String padded = "0".repeat(Math.max(0, NUMBER_DIGITS - digits.length())) + digits;
    return pattern.resolveSibling(stem + "-" + padded + ending);
  }

  @Override
  public void write(CapturedPacket packet, String device, List<String> comments)
      throws OperationException {
    if (firstNanos != CapturedPacket.NO_TIME && isFull(packet)) {
      writer.close();
      deleteOldest();
      writer = open();
      firstNanos = CapturedPacket.NO_TIME;
    }
    if (firstNanos == CapturedPacket.NO_TIME) {
      firstNanos = packet.timeNanos();
    }
    writer.write(packet, device, comments);
  }

  private boolean isFull(CapturedPacket next) {
    boolean large = maxBytes.isPresent() && writer.writtenBytes() >= maxBytes.getAsLong();
    boolean old = maxAge.isPresent() && next.timeNanos() - firstNanos >= maxAge.get().toNanos();
    return large || old;
  }

  private void deleteOldest() throws OperationException {
    while (keep > 0 && files.size() >= keep) {
      Path oldest = files.remove();
      try {
        Files.deleteIfExists(oldest);
      } catch (IOException e) {
        throw OperationException.of("delete " + oldest, e, "");
      }
    }
  }

  /** The files that are there, the oldest first. */
  public List<Path> files() {
    return List.copyOf(files);
  }

  @Override
  public void statistics(CaptureStatistics counted) throws OperationException {
    writer.statistics(counted);
  }

  @Override
  public void flush() throws OperationException {
    writer.flush();
  }

  @Override
  public void close() throws OperationException {
    writer.close();
  }
}
