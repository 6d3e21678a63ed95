package io.recvq.traffic;

import io.recvq.flow.Note;
import io.recvq.net.Direction;
import io.recvq.protocol.Frame;
import io.recvq.protocol.Malformed;
import io.recvq.render.JsonLines;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import io.recvq.wire.TcpOptions;
import io.recvq.wire.Tunnel;
import java.time.Instant;
import java.util.Optional;

/** Frames, malformed bytes, packets and summaries as JSON objects. */
public final class DecodeJson implements DecodeView {
  private final JsonLines json;
  private final boolean packets;
  private final Optional<String> file;
  private final TcpOptions options = new TcpOptions();

  /**
   * Objects go to the lines given.
   *
   * @param packets whether packets are shown rather than frames
   * @param file the file as it was given, where there are several
   */
  public DecodeJson(JsonLines json, boolean packets, Optional<String> file) {
    this.json = json;
    this.packets = packets;
    this.file = file;
  }

  private void begin(String type) {
    json.begin(type);
    file.ifPresent(name -> json.put("file", name));
  }

  private void time(long timeNanos) {
    if (timeNanos == CapturedPacket.NO_TIME) {
      json.putNull("time");
    } else {
      json.put(
          "time",
          Instant.ofEpochSecond(
              Math.floorDiv(timeNanos, 1_000_000_000L), Math.floorMod(timeNanos, 1_000_000_000L)));
    }
  }

  @Override
  public void frame(DecodedStream stream, Direction direction, Frame frame) {
    if (packets) {
      return;
    }
    begin("frame");
    place(stream, direction);
    json.put("role", stream.role(direction))
        .put("offset", frame.offset())
        .put("length", frame.length())
        .put("headerLength", frame.headerLength())
        .putRaw("header", frame.headerJson());
    if (frame.isJson()) {
      json.putRaw("content", frame.contentJson());
    } else if (frame.isText()) {
      json.put("content", frame.contentText());
    } else {
      json.put("contentBase64", frame.contentBytes());
    }
    json.end();
  }

  @Override
  public void malformed(DecodedStream stream, Direction direction, Malformed malformed) {
    if (packets) {
      return;
    }
    begin("malformed");
    place(stream, direction);
    json.put("offset", malformed.offset())
        .put("reason", malformed.reason().word())
        .put("detail", malformed.detail())
        .end();
  }

  private void place(DecodedStream stream, Direction direction) {
    time(stream.timeNanos());
    json.put("stream", stream.tcp().number())
        .put("packet", stream.packet())
        .put("from", stream.from(direction))
        .put("to", stream.to(direction));
  }

  @Override
  public void segment(DecodedStream stream, Direction direction, Segment segment, int notes) {
    if (!packets) {
      return;
    }
    begin("packet");
    time(segment.timeNanos());
    json.put("number", segment.number())
        .put("stream", stream.tcp().number())
        .put("from", stream.from(direction))
        .put("to", stream.to(direction))
        .put("flags", TcpFlags.names(segment.flags()))
        .put("seq", stream.tcp().relativeSeq(segment, direction));
    if (segment.has(TcpFlags.ACK)) {
      json.put("ack", stream.tcp().relativeAck(segment, direction));
    } else {
      json.putNull("ack");
    }
    json.put("window", stream.tcp().windowBytes(direction))
        .put("length", segment.payloadLength())
        .put("notes", Note.labels(notes));
    options(segment);
    json.end();
  }

  private void options(Segment segment) {
    segment.readOptions(options);
    if (options.maxSegmentBytes() != TcpOptions.ABSENT) {
      json.put("mss", options.maxSegmentBytes());
    }
    if (options.windowShift() != TcpOptions.ABSENT) {
      json.put("windowScale", 1L << options.windowShift());
    }
    if (options.hasTimestamps()) {
      json.put("tsVal", options.timestamp()).put("tsEcr", options.timestampEcho());
    }
  }

  @Override
  public void finish(DecodeSummary summary) {
    begin("summary");
    json.put("packets", summary.packets)
        .put("bytes", summary.bytes)
        .put("tcpPackets", summary.tcpPackets)
        .put("streams", summary.streams)
        .put("framedStreams", summary.framedStreams)
        .put("frames", summary.frames)
        .put("malformed", summary.malformed)
        .put("retransmissions", summary.retransmissions)
        .put("outOfOrder", summary.outOfOrder)
        .put("gaps", summary.gaps)
        .put("zeroWindows", summary.zeroWindows)
        .put("conflicts", summary.conflicts);
    positive("badChecksums", summary.badChecksums);
    positive("otherPackets", summary.otherPackets);
    if (summary.tunnelPackets > 0) {
      json.put("tunnelPackets", summary.tunnelPackets)
          .put("tunnels", summary.tunnels.stream().map(Tunnel::label).toList());
    }
    positive("fragments", summary.fragments);
    positive("incompleteDatagrams", summary.incompleteDatagrams);
    positive("cutPackets", summary.cutPackets);
    positive("damagedPackets", summary.damagedPackets);
    positive("unknownLinkPackets", summary.unknownLinkPackets);
    positive("bytesAfterEnd", summary.bytesAfterEnd);
    positive("forgottenStreams", summary.forgottenStreams);
    positive("memoryLimitGaps", summary.memoryLimitGaps);
    summary.droppedByKernel.ifPresent(dropped -> json.put("droppedByKernel", dropped));
    if (summary.isCutOff()) {
      json.put("truncatedFile", true);
    }
    if (summary.isDamaged()) {
      json.put("damagedFile", true);
    }
    json.end();
  }

  private void positive(String name, long value) {
    if (value > 0) {
      json.put(name, value);
    }
  }
}
