package io.recvq.capture;

import io.recvq.net.OperationException;
import io.recvq.wire.CapturedPacket;
import java.util.List;

/** Takes packets one after the other and keeps them. Every method throws when that fails. */
public interface PacketSink extends AutoCloseable {
  /**
   * Adds a packet.
   *
   * @param device the interface's name; may be empty
   * @param comments shown by Wireshark beside the packet
   */
  void write(CapturedPacket packet, String device, List<String> comments) throws OperationException;

  /** Adds what the kernel counted; the last thing of a live capture. */
  void statistics(CaptureStatistics counted) throws OperationException;

  /** Hands everything to the system. */
  void flush() throws OperationException;

  @Override
  void close() throws OperationException;
}
