package io.recvq.traffic;

import io.recvq.capture.PacketSource;
import io.recvq.flow.FlowLimits;
import io.recvq.flow.FlowListener;
import io.recvq.flow.FlowTracker;
import io.recvq.flow.StreamListener;
import io.recvq.flow.TcpStream;
import io.recvq.net.OperationException;
import io.recvq.protocol.HoldingMemory;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.PacketParser;
import io.recvq.wire.Segment;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * The path of the data: packets of a source, their segments, the bytes of each stream, its frames,
 * and from each step what a view wants to show.
 */
public final class DecodeRun implements FlowListener {
  private static final int PACKETS_BETWEEN_CHECKS = 256;

  private final FrameSettings frames;
  private final DecodeView view;
  private final DecodeSummary summary = new DecodeSummary();
  private final HoldingMemory memory = new HoldingMemory();
  private final FlowTracker tracker;
  private final PacketParser parser;
  private final Segment segment = new Segment();
  private boolean began;
  private PacketTap tap = packet -> {};
  private Runnable beforeSummary = () -> {};

  /** Told of each packet after everything that it led to. */
  public interface PacketTap {
    void after(CapturedPacket packet) throws IOException;
  }

  /**
   * A run that tells the view what it finds.
   *
   * @param verifyChecksums whether wrong checksums are counted; offloading makes them wrong in
   *     captures of the sender
   */
  public DecodeRun(
      FrameSettings frames, FlowLimits limits, boolean verifyChecksums, DecodeView view) {
    this.frames = frames;
    this.view = view;
    this.tracker = new FlowTracker(limits, this);
    this.parser = new PacketParser(verifyChecksums);
  }

  /**
   * Decodes everything that the source gives, until it ends or is told to stop, and tells the view
   * the summary. Throws OperationException when the source can be read no further.
   */
  public DecodeSummary run(PacketSource source, BooleanSupplier stopped) throws IOException {
    CapturedPacket packet = new CapturedPacket();
    try {
      while (source.next(packet)) {
        accept(packet);
        tap.after(packet);
        if (summary.packets % PACKETS_BETWEEN_CHECKS == 0 && stopped.getAsBoolean()) {
          break;
        }
      }
      summary.ending = source.ending();
      return finish();
    } catch (InternalError e) {
      // What the JVM makes of a page that is gone because the file was cut while it was mapped.
      throw OperationException.of(
          "read on after packet " + summary.packets,
          "the file became shorter while it was read",
          "decode it once nobody writes it any more");
    }
  }

  /** Has this told of each packet of {@link #run}. */
  public DecodeRun tap(PacketTap listener) {
    tap = listener;
    return this;
  }

  /** Has this run once all packets were read, before the view is told the summary. */
  public DecodeRun beforeSummary(Runnable action) {
    beforeSummary = action;
    return this;
  }

  /** Takes the next packet. */
  public void accept(CapturedPacket packet) {
    summary.packets++;
    summary.bytes += packet.wireBytes();
    if (!began && packet.timeNanos() != CapturedPacket.NO_TIME) {
      began = true;
      view.began(packet.timeNanos());
    }
    switch (parser.parse(packet, segment)) {
      case TCP -> tracker.accept(segment);
      case FRAGMENT -> summary.fragments++;
      case CUT -> summary.cutPackets++;
      case DAMAGED -> summary.damagedPackets++;
      case UNKNOWN_LINK -> {
        summary.unknownLinkPackets++;
        summary.unknownLinkType = packet.linkType();
      }
      case TUNNEL -> {
        summary.tunnelPackets++;
        summary.tunnels.add(parser.tunnel());
      }
      case OTHER -> summary.otherPackets++;
    }
  }

  /** What was counted so far. */
  public DecodeSummary summary() {
    return summary;
  }

  /** Nothing more comes. */
  public DecodeSummary finish() {
    tracker.finish();
    summary.streams = tracker.streams();
    summary.incompleteDatagrams = parser.incompleteDatagrams();
    beforeSummary.run();
    view.finish(summary);
    return summary;
  }

  @Override
  public StreamListener opened(TcpStream tcp) {
    DecodedStream stream = new DecodedStream(tcp, frames, view, summary, memory);
    view.opened(stream);
    return stream;
  }

  @Override
  public void forgotten(TcpStream stream) {
    summary.forgottenStreams++;
  }

  @Override
  public void afterEnd(TcpStream stream, long bytes) {
    summary.bytesAfterEnd += bytes;
  }

  @Override
  public void outOfMemory(TcpStream stream) {
    summary.memoryLimitGaps++;
  }
}
