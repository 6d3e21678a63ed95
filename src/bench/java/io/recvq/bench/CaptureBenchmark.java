package io.recvq.bench;

import io.recvq.flow.FlowLimits;
import io.recvq.flow.FlowTracker;
import io.recvq.flow.StreamListener;
import io.recvq.net.Direction;
import io.recvq.testing.PacketBuilder;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.LinkType;
import io.recvq.wire.PacketParser;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Packets a second from the link's bytes to a segment, and on to a stream in order. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CaptureBenchmark {
  private static final int PACKETS = 10_000;
  private static final int PAYLOAD = 1000;

  /** Of how many neighbours the order is lost; 1 for a network that keeps it. */
  @Param({"1", "8"})
  public int disorder;

  private final List<byte[]> packets = new ArrayList<>();
  private final PacketParser parser = new PacketParser(false);
  private final CapturedPacket packet = new CapturedPacket();
  private final Segment segment = new Segment();

  @Setup
  public void fill() {
    for (int i = 0; i < PACKETS; i++) {
      packets.add(
          PacketBuilder.tcp("10.0.0.1:40000", "10.0.0.2:80")
              .flags(TcpFlags.ACK)
              .seq(1000 + i * PAYLOAD)
              .ack(9000)
              .payload(new byte[PAYLOAD])
              .link(LinkType.ETHERNET));
    }
    // The first packets stay in place: they say where the stream begins.
    Random random = new Random(1);
    for (int at = disorder; at + disorder <= PACKETS; at += disorder) {
      Collections.shuffle(packets.subList(at, at + disorder), random);
    }
  }

  private Segment parse(int number) {
    byte[] bytes = packets.get(number);
    packet.set(
        number + 1L,
        number * 1000L,
        LinkType.ETHERNET,
        ByteBuffer.wrap(bytes),
        0,
        bytes.length,
        bytes.length,
        true);
    if (parser.parse(packet, segment) != PacketParser.Kind.TCP) {
      throw new IllegalStateException("packet " + number);
    }
    return segment;
  }

  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public long parsed() {
    long sum = 0;
    for (int i = 0; i < PACKETS; i++) {
      sum += parse(i).seq();
    }
    return sum;
  }

  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public long inOrder() {
    long[] count = new long[1];
    StreamListener listener =
        new StreamListener() {
          @Override
          public void bytes(
              Direction direction,
              long offset,
              ByteBuffer buffer,
              int from,
              int to,
              long number,
              long timeNanos) {
            count[0] += to - from;
          }
        };
    FlowTracker tracker = new FlowTracker(FlowLimits.DEFAULT, stream -> listener);
    for (int i = 0; i < PACKETS; i++) {
      tracker.accept(parse(i));
    }
    tracker.finish();
    if (count[0] != (long) PACKETS * PAYLOAD) {
      throw new IllegalStateException(count[0] + " bytes");
    }
    return count[0];
  }
}
