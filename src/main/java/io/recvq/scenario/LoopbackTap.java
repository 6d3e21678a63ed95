package io.recvq.scenario;

import io.recvq.capture.Libpcap;
import io.recvq.capture.LiveOptions;
import io.recvq.capture.PacketRecorder;
import io.recvq.net.Endpoint;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The wire between two ends on this machine, recorded while a scenario runs, if the system allows
 * it. Where it does not, the scenario goes on and the tap says why nothing was seen.
 */
public final class LoopbackTap implements AutoCloseable {
  /** Packets kept at most; the scenarios stay far below. */
  private static final long MAX_BYTES = 256L << 20;

  /** The largest packet of the loopback device, 64 KiB and its headers. */
  private static final int LOOPBACK_BYTES = 66_000;

  /** Room for some hundred of the largest packets: a drain sends them in a burst. */
  private static final int RING_BYTES = 64 << 20;

  private static final String DEVICE = "lo";

  private @Nullable PacketRecorder recorder;
  private String whyNot = "it was told not to look";
  private Optional<PacketRecorder.Recording> recording = Optional.empty();

  /**
   * Loads what recording needs, so that {@link #open} takes little time in the middle of a
   * scenario. Where that fails, {@code open} fails again and says why.
   */
  public void prepare() {
    try {
      Libpcap.version();
    } catch (OperationException e) {
      whyNot = e.getMessage();
    }
  }

  /** Begins to record what passes to and from the server's port. */
  public void open(Endpoint server) {
    try {
      recorder =
          PacketRecorder.start(
              new LiveOptions(
                  DEVICE, "tcp port " + server.port(), LOOPBACK_BYTES, RING_BYTES, false),
              MAX_BYTES);
    } catch (OperationException e) {
      whyNot = e.getMessage();
    }
  }

  /** Whether packets are being recorded. */
  public boolean isOpen() {
    return recorder != null;
  }

  /** Ends the recording; afterwards {@link #recording} holds what passed. */
  public void finish() throws InterruptedException {
    if (recorder == null) {
      return;
    }
    try {
      recording = Optional.of(recorder.stop());
    } catch (IOException e) {
      whyNot = String.valueOf(e.getMessage());
    }
  }

  /** What passed; empty before {@link #finish} and where it could not be looked at. */
  public Optional<PacketRecorder.Recording> recording() {
    return recording;
  }

  /** Why there is no recording. */
  public String whyNot() {
    return whyNot;
  }

  @Override
  public void close() throws IOException {
    if (recorder != null) {
      recorder.close();
    }
  }
}
