package io.recvq.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimeChartTest {
  @Test
  void drawsEachSeriesToItsOwnScaleOverOneTimeAxis() {
    TimeChart chart = new TimeChart(40, 2, t -> (int) t + " ms");
    chart.add(
        new TimeChart.Series(
            "Send-Q",
            List.of(point(0, 0), point(25, 400), point(50, 800), point(100, 0)),
            v -> (int) v + " B"));
    chart.add(
        new TimeChart.Series("Recv-Q", List.of(point(0, 0), point(50, 10)), v -> (int) v + " B"));
    assertEquals(
        """
         800 B │               ████████████████
        Send-Q │       ████████████████████████
          10 B │               █████████████████
        Recv-Q │               █████████████████
               └┬──────────────┬───────────────┬
                0 ms           50 ms      100 ms""",
        String.join("\n", chart.lines(Style.PLAIN)));
  }

  private static TimeChart.Point point(double time, double value) {
    return new TimeChart.Point(time, value);
  }

  @Test
  void withoutAValueThereIsNoChart() {
    assertEquals(List.of(), new TimeChart(40, 2, Double::toString).lines(Style.PLAIN));
  }

  @Test
  void theNameOfASeriesIsBoldUnderItsPeakAndTimeBeginsWithTheFirstPoint() {
    TimeChart chart = new TimeChart(18, 3, t -> (int) t + "s");
    chart.add(
        new TimeChart.Series(
            "RTT", List.of(point(1000, 3), point(1005, 1), point(1010, 2)), v -> (int) v + ""));
    assertEquals(
        List.of(
            "  3 │\u001b[36m██████\u001b[0m",
            "\u001b[1mRTT\u001b[0m │\u001b[36m██████      █\u001b[0m",
            "    │\u001b[36m█████████████\u001b[0m",
            "    └┬─────┬─────┬"),
        chart.lines(new Style(true)).subList(0, 4));
  }

  @Test
  void aTimeWithoutRoomBetweenItsNeighboursIsLeftOut() {
    assertEquals("   1000s  1010s", axisOf(15));
    assertEquals("   1000s 1010s", axisOf(14));
    assertEquals("   1000s", axisOf(13));
    assertEquals("   1000s    1005s 1010s", axisOf(23));
  }

  private static String axisOf(int columns) {
    TimeChart chart = new TimeChart(columns, 1, t -> (int) t + "s");
    chart.add(
        new TimeChart.Series("Q", List.of(point(1000, 1), point(1010, 1)), v -> (int) v + ""));
    List<String> lines = chart.lines(Style.PLAIN);
    return lines.get(lines.size() - 1);
  }

  @Test
  void aSingleMomentIsAChart() {
    TimeChart chart = new TimeChart(14, 1, t -> (int) t + "s");
    chart.add(new TimeChart.Series("Q", List.of(point(5, 2)), v -> (int) v + "B"));
    assertEquals(
        List.of("2B │██████████", "   └┬───┬────┬", "    5s  5s  5s"), chart.lines(Style.PLAIN));
  }

  @Test
  void fromFortyEightColumnsOnTheAxisHasFiveTimes() {
    TimeChart wide = new TimeChart(51, 1, t -> (int) t + "");
    wide.add(new TimeChart.Series("", List.of(point(100, 0), point(500, 0)), v -> "0"));
    assertEquals(
        "   100        200         300         400       500", wide.lines(Style.PLAIN).get(2));
    TimeChart narrow = new TimeChart(50, 1, t -> (int) t + "");
    narrow.add(new TimeChart.Series("", List.of(point(100, 0), point(500, 0)), v -> "0"));
    assertEquals(
        "   100                    300                  500", narrow.lines(Style.PLAIN).get(2));
  }
}
