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
}
