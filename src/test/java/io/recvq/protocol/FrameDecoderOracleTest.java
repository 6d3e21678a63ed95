package io.recvq.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.protocol.FrameDecoder.Start;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The frame decoder beside the naive one, on good and damaged streams with and without gaps. */
@Tag("random")
class FrameDecoderOracleTest {
  private static final FrameLimits LIMITS = new FrameLimits(1000, 2000);
  private static final FrameEncoder ENCODER = FrameEncoder.NATIVE;
  private static final int CASES = 4000;

  private static final List<byte[]> PARTS =
      List.of(
          AppAnswers.request(ENCODER, "search", "morpheus"),
          AppAnswers.request(ENCODER, "search", "\ud83d\udc36"),
          AppAnswers.request(ENCODER, "dance", "x"),
          ENCODER.encode("empty", "binary", new byte[0]),
          utf16(),
          frame("{\"byteorder\": \"big\", \"content-type\": \"a\", \"content-encoding\": \"b\"}"),
          header("1.0"),
          header("\"2\""),
          header("-0"),
          header("99999999999999999999"),
          header("2001"),
          frame("[1]"),
          frame("{\"a\": NaN}"),
          frame(" {\"a\": 1}"),
          new byte[] {0, 0, 5},
          "HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));

  private static byte[] frame(String header) {
    return FrameEncoder.frame(header.getBytes(StandardCharsets.UTF_8), new byte[0]);
  }

  private static byte[] header(String contentLength) {
    return frame(
        "{\"byteorder\": \"little\", \"content-type\": \"text/json\", \"content-encoding\":"
            + " \"utf-8\", \"content-length\": "
            + contentLength
            + "}");
  }

  private static byte[] utf16() {
    byte[] content = "{\"a\": \"\u00e9\"}".getBytes(StandardCharsets.UTF_16);
    return ENCODER.encode("text/json", "utf-16", content);
  }

  private static int[] stream(Random random) {
    byte[][] parts = new byte[1 + random.nextInt(5)][];
    Arrays.setAll(parts, i -> PARTS.get(random.nextInt(PARTS.size())));
    int[] stream = NaiveAppDecoder.stream(FrameDecoderTest.join(parts));
    for (int damages = random.nextInt(3); damages > 0; damages--) {
      stream[random.nextInt(stream.length)] = random.nextInt(256);
    }
    for (int gaps = random.nextInt(3); gaps > 0; gaps--) {
      int from = random.nextInt(stream.length);
      int to = Math.min(stream.length, from + 1 + random.nextInt(200));
      Arrays.fill(stream, from, to, NaiveAppDecoder.MISSING);
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(stream, 1 + random.nextInt(stream.length))
        : stream;
  }

  @Test
  void randomAndDamagedStreamsAreDecodedAsTheNaiveDecoderDoes() {
    TreeSet<String> kinds = new TreeSet<>();
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      int[] stream = stream(random);
      Start start = random.nextInt(3) == 0 ? Start.ANYWHERE : Start.AT_FRAME;
      List<String> naive = NaiveAppDecoder.decode(stream, LIMITS, start == Start.ANYWHERE);
      FrameDecoder decoder = new FrameDecoder(Framings.APP, LIMITS, start);
      List<String> clever = FrameDecoderFuzz.decode(decoder, stream, () -> random.nextInt(30) == 0);
      assertEquals(String.join("\n", naive), String.join("\n", clever), "seed " + seed);
      naive.forEach(answer -> kinds.add(answer.substring(0, answer.indexOf(' '))));
    }
    assertEquals(
        new TreeSet<>(
            List.of(
                "frame",
                "gap",
                "truncated",
                "bad-json",
                "bad-utf8",
                "missing-header",
                "bad-content-length",
                "bad-content",
                "too-large")),
        kinds);
  }

  @Test
  void decodersThatShareMemoryAnswerAsOthersDo() {
    HoldingMemory memory = new HoldingMemory();
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      int[] stream = stream(random);
      BooleanSupplier cuts = () -> random.nextInt(30) == 0;
      List<String> alone =
          FrameDecoderFuzz.decode(
              new FrameDecoder(Framings.APP, LIMITS, Start.AT_FRAME), stream, cuts);
      List<String> sharing =
          FrameDecoderFuzz.decode(
              FrameDecoder.transientFrames(
                  Framings.APP, LIMITS, Start.AT_FRAME, memory, OpenRequests.unknown()),
              stream,
              cuts);
      assertEquals(String.join("\n", alone), String.join("\n", sharing), "seed " + seed);
    }
  }

  @Test
  void decodersThatShareMemoryAndAreFedInTurnsKeepTheirBytes() {
    Random random = new Random(1);
    HoldingMemory memory = new HoldingMemory();
    List<FrameDecoder> decoders = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      decoders.add(
          FrameDecoder.transientFrames(
              Framings.APP, LIMITS, Start.AT_FRAME, memory, OpenRequests.unknown()));
    }
    List<String> found = new ArrayList<>();
    for (int round = 0; round < 200; round++) {
      List<ByteBuffer> frames = new ArrayList<>();
      for (int i = 0; i < decoders.size(); i++) {
        byte[] content = new byte[random.nextInt(900)];
        random.nextBytes(content);
        expected.add(Arrays.toString(content));
        String header =
            "{\"byteorder\":\"big\",\"content-type\":\"binary/x\",\"content-encoding\":\"binary\","
                + "\"content-length\":"
                + content.length
                + "}";
        byte[] frame = FrameDecoderTest.join(FrameDecoderTest.header(header), content);
        frames.add(ByteBuffer.wrap(frame));
      }
      List<String> inRound = new ArrayList<>(Collections.nCopies(decoders.size(), ""));
      while (frames.stream().anyMatch(ByteBuffer::hasRemaining)) {
        int turn = random.nextInt(decoders.size());
        ByteBuffer frame = frames.get(turn);
        int count = Math.min(frame.remaining(), random.nextInt(400));
        decoders.get(turn).feed(frame.slice(frame.position(), count));
        frame.position(frame.position() + count);
        Decoded answer = decoders.get(turn).next();
        while (answer instanceof Frame whole) {
          inRound.set(turn, Arrays.toString(whole.contentBytes()));
          answer = decoders.get(turn).next();
        }
      }
      found.addAll(inRound);
    }
    assertEquals(expected, found);
  }

  @Test
  void atEveryCutTheAnswersAreThoseOfTheNaiveDecoder() {
    for (int seed = 0; seed < 40; seed++) {
      int[] stream = stream(new Random(seed));
      List<String> naive = NaiveAppDecoder.decode(stream, LIMITS, false);
      for (int cut = 0; cut < stream.length; cut++) {
        List<Integer> asked = new ArrayList<>();
        int at = cut;
        FrameDecoder decoder = new FrameDecoder(Framings.APP, LIMITS, Start.AT_FRAME);
        List<String> clever =
            FrameDecoderFuzz.decode(
                decoder,
                stream,
                () -> {
                  asked.add(1);
                  return asked.size() == at;
                });
        assertTrue(asked.size() <= stream.length);
        assertEquals(String.join("\n", naive), String.join("\n", clever), "seed " + seed);
      }
    }
  }
}
