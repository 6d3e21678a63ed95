package io.recvq.bench;

import io.recvq.protocol.AppAnswers;
import io.recvq.protocol.Frame;
import io.recvq.protocol.FrameDecoder;
import io.recvq.protocol.FrameEncoder;
import io.recvq.protocol.FrameLimits;
import java.nio.ByteBuffer;
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

/** Frames a second out of a stream that comes in pieces. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FrameDecoderBenchmark {
  private static final int FRAMES = 1000;

  /** Bytes that come at once: a frame in many pieces, a segment of an Ethernet, a large read. */
  @Param({"100", "1460", "65536"})
  public int piece;

  private final byte[] request = AppAnswers.request(FrameEncoder.NATIVE, "search", "morpheus");
  private final ByteBuffer stream = ByteBuffer.allocate(FRAMES * request.length);

  @Setup
  public void fill() {
    while (stream.hasRemaining()) {
      stream.put(request);
    }
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public int decode() {
    FrameDecoder decoder = new FrameDecoder(FrameLimits.DEFAULT);
    int frames = 0;
    for (int at = 0; at < stream.capacity(); at += piece) {
      decoder.feed(stream.limit(Math.min(at + piece, stream.capacity())).position(at));
      while (decoder.next() instanceof Frame) {
        frames++;
      }
    }
    if (frames != FRAMES) {
      throw new IllegalStateException(frames + " frames");
    }
    return frames;
  }
}
