package io.recvq.capture;

import io.recvq.wire.CapturedPacket;
import io.recvq.wire.RecordReader;
import java.io.IOException;
import java.util.Optional;

/** The packets of another source that a filter takes; they keep their numbers. */
public final class FilteredSource implements PacketSource {
  private final PacketSource source;
  private final PacketFilter filter;

  /** The source is closed with this one. */
  public FilteredSource(PacketSource source, PacketFilter filter) {
    this.source = source;
    this.filter = filter;
  }

  @Override
  public boolean next(CapturedPacket packet) throws IOException {
    while (source.next(packet)) {
      if (filter.matches(packet)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Optional<RecordReader.Ending> ending() {
    return source.ending();
  }

  @Override
  public Optional<Double> progress() {
    return source.progress();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
