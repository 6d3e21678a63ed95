package io.recvq.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsFactsTest {
  @ParameterizedTest
  @CsvSource({
    "720, expires in 30 days",
    "719, expires in 29 days",
    "47, expires in 1 day",
    "23, expires in less than a day",
    "-1, expired less than a day ago",
    "-25, expired 1 day ago",
    "-49, expired 2 days ago"
  })
  void whatIsLeftAndWhatIsOverIsInWholeDays(int hours, String words) {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Instant end = now.plus(Duration.ofHours(hours));
    TlsFacts facts =
        new TlsFacts("TLSv1.3", "", "CN=a", "CN=a", List.of(), Instant.EPOCH, end, true, "");
    assertEquals(words, facts.validity(now));
  }
}
