package io.recvq.capture;

import io.recvq.wire.CapturedPacket;
import io.recvq.wire.RecordReader;
import java.io.IOException;
import java.util.Optional;

/** Packets, one after the other, from a file or from live traffic. Not for several threads. */
public interface PacketSource extends AutoCloseable {
  /**
   * Fills the view with the next packet, waiting for it where traffic is live; false at the end.
   *
   * @throws io.recvq.net.OperationException when reading fails
   */
  boolean next(CapturedPacket packet) throws IOException;

  /** After the end: why it came too early; empty when it did not. */
  Optional<RecordReader.Ending> ending();

  /** How much of the input was read, from 0 to 1; empty where its size is not known. */
  default Optional<Double> progress() {
    return Optional.empty();
  }

  @Override
  void close() throws IOException;
}
