package io.recvq.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationTextTest {
  @Test
  void unitsAreTakenAndABareNumberIsSeconds() {
    assertEquals(Duration.ofMillis(300), DurationText.parse("300ms"));
    assertEquals(Duration.ofMillis(1500), DurationText.parse("1.5s"));
    assertEquals(Duration.ofSeconds(2), DurationText.parse("2"));
    assertEquals(Duration.ofHours(1), DurationText.parse("1h"));
  }

  @Test
  void aDurationBeyond292YearsIsRefusedRatherThanNegative() {
    assertEquals(Duration.ofHours(2_500_000), DurationText.parse("150000000m"));
    assertThrows(IllegalArgumentException.class, () -> DurationText.parse("840065556m"));
  }
}
