package io.recvq.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.sockets.InetRow;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.Rows;
import io.recvq.sockets.SocketState;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void aTimeHasTheUnitThatKeepsItShort() {
    assertEquals("1.0 s", Words.micros(1_000_000));
    assertEquals("999 ms", Words.micros(999_999));
    assertEquals("10 ms", Words.micros(10_000));
    assertEquals("10.0 ms", Words.micros(9_999));
    assertEquals("1.5 ms", Words.micros(1_500));
    assertEquals("1.0 ms", Words.micros(1_000));
    assertEquals("999 µs", Words.micros(999));
    assertEquals("65.3 s", Words.micros(65_250_001));
  }

  @Test
  void aRateHasTheUnitThatKeepsItShort() {
    assertEquals("1.0 GB/s", Words.rate(1e9));
    assertEquals("12.5 GB/s", Words.rate(12.5e9));
    assertEquals("999.9 MB/s", Words.rate(999.9e6));
    assertEquals("1.0 MB/s", Words.rate(1e6));
    assertEquals("999.9 kB/s", Words.rate(999.9e3));
    assertEquals("1.0 kB/s", Words.rate(1e3));
    assertEquals("999 B/s", Words.rate(999));
    assertEquals("0 B/s", Words.rate(0.4));
  }

  @Test
  void oneIsSingularAndThousandsAreGrouped() {
    assertEquals("1 byte", Words.bytes(1));
    assertEquals("0 bytes", Words.bytes(0));
    assertEquals("114,176 bytes", Words.bytes(114_176));
    assertEquals("1 time", Words.count(1, "time", "times"));
    assertEquals("1,234 times", Words.count(1234, "time", "times"));
  }

  @Test
  void aShareIsRoundedToWholePercent() {
    assertEquals("1 %", Words.percent(0.005));
    assertEquals("99 %", Words.percent(0.994));
  }

  @Test
  void anEndIsNamedByItsFirstProcessElseByItsAddress() {
    InetRow row = Rows.tcp(SocketState.LISTEN, "127.0.0.1:80", "0.0.0.0:0", 0, 0, 9);
    assertEquals("127.0.0.1:80", Words.who(row));
    assertEquals("127.0.0.1:80", Words.who(row.withOwners(Ownership.NOT_PERMITTED)));
    assertEquals(
        "java (pid 12) at 127.0.0.1:80", Words.who(row.withOwners(Rows.by(12, "java", 5))));
  }

  @Test
  void whatLimitsHasAWordOfItsOwnInJson() {
    assertEquals(
        List.of("receiver", "sender", "network", "accept-queue", "dead-peer", "nothing"),
        Arrays.stream(LimitedBy.values()).map(LimitedBy::word).toList());
  }
}
