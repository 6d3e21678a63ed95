package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Places in frames, beside frames whose positions are known because they were made here. */
class FramePlaceTest {
  private static final int FRAMES = 6;

  /** Frames of random sizes, some without header or content, and where each part begins. */
  private static final class Stream {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final List<Integer> starts = new ArrayList<>();
    final List<Integer> headers = new ArrayList<>();
    final List<Integer> contents = new ArrayList<>();

    Stream(Random random) {
      for (int i = 0; i < FRAMES; i++) {
        int content = random.nextInt(4) == 0 ? 0 : random.nextInt(40);
        boolean bare = random.nextInt(5) == 0;
        String header = bare ? "" : "{\"content-length\": " + content + "}";
        starts.add(bytes.size());
        headers.add(header.length());
        contents.add(bare ? 0 : content);
        bytes.write(0);
        bytes.write(header.length());
        bytes.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(new byte[bare ? 0 : content]);
      }
    }

    /** Where a place of the k-th frame is; the stream's length where there is none. */
    int position(Moment.Place place, int which) {
      int start = starts.get(which - 1);
      int header = headers.get(which - 1);
      int content = contents.get(which - 1);
      return switch (place) {
        case RESPONSE -> start;
        case LENGTH, IN_RESPONSE -> start + 1;
        case HEADER -> header == 0 ? bytes.size() : start + 2 + header / 2;
        case CONTENT -> content == 0 ? bytes.size() : start + 2 + header + content / 2;
        default -> throw new IllegalArgumentException(place.toString());
      };
    }
  }

  private static int stop(byte[] bytes, Moment.Place at, int which, Random random) {
    FramePlace place = new FramePlace();
    int passed = 0;
    while (passed < bytes.length) {
      long until = place.until(at, which);
      if (until <= 0) {
        return passed;
      }
      int step = (int) Math.min(Math.min(until, bytes.length - passed), 1 + random.nextInt(30));
      place.pass(ByteBuffer.wrap(bytes, passed, step));
      passed += step;
    }
    return passed;
  }

  @Test
  void bytesAreLetPassExactlyUpToThePlaceOfTheFrameThatIsMeant() {
    Random random = new Random(11);
    List<Moment.Place> places =
        List.of(
            Moment.Place.LENGTH,
            Moment.Place.HEADER,
            Moment.Place.CONTENT,
            Moment.Place.RESPONSE,
            Moment.Place.IN_RESPONSE);
    for (int round = 0; round < 300; round++) {
      Stream stream = new Stream(random);
      byte[] bytes = stream.bytes.toByteArray();
      for (Moment.Place place : places) {
        for (int which = 1; which <= FRAMES; which++) {
          assertEquals(
              stream.position(place, which),
              stop(bytes, place, which, random),
              place + " of frame " + which + " in round " + round);
        }
      }
    }
  }
}
