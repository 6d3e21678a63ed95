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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Requests a second that the application server reads and answers, sockets apart. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class AppAnswersBenchmark {
  private final ByteBuffer request =
      ByteBuffer.wrap(AppAnswers.request(FrameEncoder.NATIVE, "search", "morpheus"));

  @Benchmark
  public AppAnswers.Answer answer() {
    FrameDecoder decoder = new FrameDecoder(FrameLimits.DEFAULT);
    decoder.feed(request.rewind());
    return AppAnswers.answer(FrameEncoder.NATIVE, (Frame) decoder.next());
  }
}
