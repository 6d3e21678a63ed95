package io.recvq.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TickClockTest {
  private static final int BINARY = 0x80;

  /** Ticks are unsigned in the files; here they are written as they are, -1 being the most. */
  @ParameterizedTest
  @CsvSource({
    "0, 2, 2000000000",
    "3, 1500, 1500000000",
    "6, 1500001, 1500001000",
    "7, 15000001, 1500000100",
    "9, 5, 5",
    "9, 1500000001, 1500000001",
    "10, 15000000019, 1500000001",
    "12, 1500000001999, 1500000001",
    "18, 1500000001999999999, 1500000001",
    "19, -1, 1844674407",
    "20, -1, 184467440",
    "30, -1, 0",
    "127, -1, 0",
  })
  void a_tick_is_a_power_of_ten_of_a_second(int resolution, long ticks, long nanos) {
    assertEquals(nanos, new TickClock(resolution, 0).epochNanos(ticks));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 3, 3000000000",
    "1, 3, 1500000000",
    "20, 1048577, 1000000953",
    "32, 6442450944, 1500000000",
    "63, -4611686018427387904, 1500000000",
    "64, -9223372036854775808, 500000000",
    "65, -9223372036854775808, 250000000",
    "127, -1, 0",
  })
  void a_tick_is_a_power_of_two_of_a_second(int shift, long ticks, long nanos) {
    assertEquals(nanos, new TickClock(BINARY | shift, 0).epochNanos(ticks));
  }

  @Test
  void an_offset_is_added_to_every_time() {
    assertEquals(3_000_001_000L, new TickClock(TickClock.MICROSECONDS, 3).epochNanos(1));
    assertEquals(-2_999_999_999L, new TickClock(9, -3).epochNanos(1));
    assertEquals(7_500_000_000L, new TickClock(BINARY | 1, 6).epochNanos(3));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, -1",
    "0, 0, 9223372037",
    "6, 0, -1",
    "6, 0, 1152921504606846976",
    "6, 0, 9223372036854776",
    "128, 0, -1",
    "3, 9223372036854775807, 1000",
    "9, -9223372037, 0",
  })
  void a_time_beyond_64_bits_of_nanoseconds_is_none(int resolution, long offset, long ticks) {
    assertEquals(CapturedPacket.NO_TIME, new TickClock(resolution, offset).epochNanos(ticks));
  }

  @Test
  void the_last_times_of_64_bits_are_times() {
    assertEquals(9_223_372_036_000_000_000L, new TickClock(0, 0).epochNanos(9_223_372_036L));
    assertEquals(
        9_223_372_036_854_775_000L, new TickClock(6, 0).epochNanos(9_223_372_036_854_775L));
    assertEquals(4_503_599_627_370_495_000L, new TickClock(6, 0).epochNanos((1L << 52) - 1));
    assertEquals(4_503_599_627_370_496_000L, new TickClock(6, 0).epochNanos(1L << 52));
    assertEquals(Long.MAX_VALUE, new TickClock(9, 0).epochNanos(Long.MAX_VALUE));
  }
}
