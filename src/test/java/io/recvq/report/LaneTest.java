package io.recvq.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.report.Curve.Hue;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final List<Curve> CURVES =
      List.of(
          Reports.curve("a", "one", Hue.SENDER),
          Reports.curve("a", "two", Hue.RECEIVER),
          Reports.curve("b", "three", Hue.BETWEEN));

  private static Lane random(long seed, int readings) {
    Random random = new Random(seed);
    Lane.Builder lane = new Lane.Builder("x", "near", "far", CURVES);
    for (int i = 0; i < readings; i++) {
      double third = random.nextInt(10) == 0 ? Lane.UNKNOWN : random.nextInt(1_000_000);
      lane.add(i, random.nextInt(1_000_000), random.nextGaussian(), third);
    }
    return lane.build();
  }

  /** The extreme of a curve, by looking at all of it. */
  private static double extreme(Lane lane, int curve, boolean highest) {
    var values =
        IntStream.range(0, lane.size())
            .mapToDouble(i -> lane.value(i, curve))
            .filter(value -> !Double.isNaN(value));
    return (highest ? values.max() : values.min()).orElseThrow();
  }

  @Test
  void thinnedItKeepsBothEndsAndEachCurvesExtremesInOrder() {
    for (long seed = 0; seed < 50; seed++) {
      Lane whole = random(seed, 1_000 + (int) seed * 37);
      Lane thin = whole.thinned(200);
      assertTrue(thin.size() <= 200, "seed " + seed + ": " + thin.size());
      assertEquals(whole.atNanos(0), thin.atNanos(0));
      assertEquals(whole.atNanos(whole.size() - 1), thin.atNanos(thin.size() - 1));
      for (int curve = 0; curve < CURVES.size(); curve++) {
        assertEquals(extreme(whole, curve, true), extreme(thin, curve, true), "seed " + seed);
        assertEquals(extreme(whole, curve, false), extreme(thin, curve, false), "seed " + seed);
      }
      for (int i = 1; i < thin.size(); i++) {
        assertTrue(thin.atNanos(i) > thin.atNanos(i - 1), "in order");
      }
    }
  }

  @Test
  void whatIsShortEnoughIsNotTouched() {
    Lane lane = random(1, 200);
    assertEquals(lane, lane.thinned(200));
  }

  @Test
  void aReadingHasAValueForEachCurve() {
    Lane.Builder lane = new Lane.Builder("x", "near", "far", CURVES);
    assertThrows(IllegalArgumentException.class, () -> lane.add(0, 1, 2));
  }
}
