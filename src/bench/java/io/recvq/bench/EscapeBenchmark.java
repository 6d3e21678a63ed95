package io.recvq.bench;

import io.recvq.render.Escape;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Texts of 1000 characters a second made safe for a terminal. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EscapeBenchmark {
  /** What the peer sends, again and again. */
  public enum Sent {
    PLAIN("plain words, "),
    UNICODE("Grüße 🐰 "),
    HOSTILE("\u001b[31mred\u001b[0m\n");

    private final String words;

    Sent(String words) {
      this.words = words;
    }
  }

  @Param public Sent sent = Sent.PLAIN;

  private String text = "";
  private byte[] bytes = new byte[0];

  @Setup
  public void fill() {
    text = sent.words.repeat(1000 / sent.words.length());
    bytes = text.getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  public String text() {
    return Escape.text(text);
  }

  @Benchmark
  public String bytes() {
    return Escape.bytes(bytes);
  }
}
