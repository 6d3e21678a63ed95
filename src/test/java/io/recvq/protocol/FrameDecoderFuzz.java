package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.protocol.FrameDecoder.Start;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Any bytes, with one gap or none, through the decoder of each framing: however they are cut, the
 * answers are the same, and those of the application protocol are the naive decoder's.
 *
 * <p>The input: framing and start (one byte), how it is cut (one byte), where the gap is (two
 * bytes; from the end on there is none) and how long (one byte), the stream.
 */
public final class FrameDecoderFuzz {
  private static final int HEAD_BYTES = 5;
  private static final FrameLimits LIMITS = new FrameLimits(1000, 2000);
  private static final Start[] STARTS = Start.values();
  private static final Framing[] FRAMINGS =
      List.of(
              "app",
              "app",
              "lines",
              "u16be",
              "u32be",
              "u32le",
              "varint",
              "http1",
              "length:width=3,offset=1,order=little,counts=frame,header=6,magic=ca",
              "length:width=8,counts=content,header=9",
              "json:width=2,key=size")
          .stream()
          .map(Framings::parse)
          .toArray(Framing[]::new);

  private FrameDecoderFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length < HEAD_BYTES) {
      return;
    }
    run(FRAMINGS[(data[0] & 0x1f) % FRAMINGS.length], data);
  }

  /** The same with a framing that the first byte does not choose. */
  static void run(Framing framing, byte[] data) {
    Start start = STARTS[(data[0] >> 5 & 3) % STARTS.length];
    int[] stream = NaiveAppDecoder.stream(Arrays.copyOfRange(data, HEAD_BYTES, data.length));
    int gap = (data[2] & 0xff) << 8 | (data[3] & 0xff);
    int gapEnd = Math.min(stream.length, gap + (data[4] & 0xff));
    if (gap < gapEnd) {
      Arrays.fill(stream, gap, gapEnd, NaiveAppDecoder.MISSING);
    }
    compare(framing, start, stream, new Random(data[1]));
  }

  /** Decodes a stream whole and cut at random, and compares. */
  static void compare(Framing framing, Start start, int[] stream, Random cuts) {
    List<String> whole = decode(new FrameDecoder(framing, LIMITS, start), stream, () -> false);
    List<String> cut =
        decode(new FrameDecoder(framing, LIMITS, start), stream, () -> cuts.nextInt(20) == 0);
    if (framing instanceof LengthFraming) {
      // Whoever lost his place there believes a frame that ends where a packet does.
      untilLost(start, whole);
      untilLost(start, cut);
    }
    assertEquals(String.join("\n", whole), String.join("\n", cut), "whole and cut");
    boolean comparable = framing == Framings.APP && start != Start.IF_PLAUSIBLE;
    if (comparable && !HeaderFuzz.hasLoneSurrogate(text(stream))) {
      List<String> naive = NaiveAppDecoder.decode(stream, LIMITS, start == Start.ANYWHERE);
      assertEquals(String.join("\n", naive), String.join("\n", whole), "naive and clever");
    }
  }

  private static void untilLost(Start start, List<String> answers) {
    int good = 0;
    while (start != Start.ANYWHERE
        && good < answers.size()
        && answers.get(good).startsWith("frame")) {
      good++;
    }
    answers.subList(good, answers.size()).clear();
  }

  /**
   * The answers, in the words of the naive decoder; each captured run at once where it is not cut.
   */
  static List<String> decode(FrameDecoder decoder, int[] stream, BooleanSupplier cutHere) {
    List<String> answers = new ArrayList<>();
    int at = 0;
    while (at < stream.length) {
      boolean missing = stream[at] == NaiveAppDecoder.MISSING;
      int end = at + 1;
      while (end < stream.length
          && (stream[end] == NaiveAppDecoder.MISSING) == missing
          && (missing || !cutHere.getAsBoolean())) {
        end++;
      }
      if (missing) {
        decoder.gap(end - at);
      } else {
        decoder.feed(ByteBuffer.wrap(bytes(stream, at, end)));
      }
      drain(decoder, answers);
      at = end;
    }
    decoder.endOfStream();
    drain(decoder, answers);
    return answers;
  }

  private static String text(int[] stream) {
    return new String(bytes(stream, 0, stream.length), ISO_8859_1);
  }

  private static byte[] bytes(int[] stream, int from, int to) {
    byte[] bytes = new byte[to - from];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) stream[from + i];
    }
    return bytes;
  }

  private static void drain(FrameDecoder decoder, List<String> answers) {
    Decoded answer = decoder.next();
    while (!(answer instanceof Decoded.NeedMore)) {
      answers.add(words(answer));
      answer = decoder.next();
    }
    assertTrue(decoder.heldBytes() <= 8192, "holds " + decoder.heldBytes());
  }

  private static String words(Decoded answer) {
    if (answer instanceof Malformed malformed) {
      return malformed.reason().word() + " " + malformed.offset();
    }
    Frame frame = (Frame) answer;
    frame.summary();
    frame.contentText();
    if (frame.headerLength() > 0) {
      frame.headerJson();
    }
    if (frame.isJson()) {
      frame.contentJson();
    }
    return "frame " + frame.offset() + " " + frame.length() + " " + frame.headerLength();
  }
}
