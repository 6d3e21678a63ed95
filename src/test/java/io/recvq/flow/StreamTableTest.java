package io.recvq.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.PacketBuilder;
import io.recvq.wire.Segment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTableTest {
  private static final int HASH = 77;

  private final StreamTable table = new StreamTable();
  private long number;

  private static Segment segment(String source, String target) {
    return Segments.of(PacketBuilder.tcp(source, target));
  }

  private TcpStream add(Segment first, int hash) {
    TcpStream stream =
        new TcpStream(
            number++,
            first,
            hash,
            opened -> StreamListener.NONE,
            new MemoryBudget(FlowLimits.DEFAULT));
    table.add(stream);
    return stream;
  }

  private List<Long> fromTheOldestOn() {
    List<Long> numbers = new ArrayList<>();
    for (TcpStream at = table.oldest(); at != null; at = at.newer) {
      numbers.add(at.number());
    }
    return numbers;
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1:40000, 10.0.0.2:80", "[fd00::1]:40000, [fd01::2]:80"})
  void a_connection_is_found_from_either_end(String one, String other) {
    TcpStream stream = add(segment(one, other), HASH);

    assertSame(stream, table.find(segment(one, other), HASH));
    assertSame(stream, table.find(segment(other, one), HASH));
    assertTrue(StreamTable.isForward(stream, segment(one, other)));
    assertFalse(StreamTable.isForward(stream, segment(other, one)));
    assertEquals(table.hash(segment(one, other)), table.hash(segment(other, one)));
  }

  @ParameterizedTest
  @CsvSource({
    "[fd00::1]:40001, [fd01::2]:80",
    "[fd00::1]:40000, [fd01::2]:81",
    "[fd00::3]:40000, [fd01::2]:80",
    "[fd00::1]:40000, [fd01::3]:80",
    "[fd02::1]:40000, [fd01::2]:80",
    "[fd00::1]:40000, [fd02::2]:80",
    "[fd00::1]:80, [fd01::2]:40000",
    "[fd01::2]:40000, [fd00::1]:80",
  })
  void a_connection_that_differs_in_one_thing_is_another(String one, String other) {
    add(segment("[fd00::1]:40000", "[fd01::2]:80"), HASH);

    assertNull(table.find(segment(one, other), HASH));
    assertNull(table.find(segment(other, one), HASH));
    assertNotEquals(
        table.hash(segment("[fd00::1]:40000", "[fd01::2]:80")), table.hash(segment(one, other)));
  }

  @Test
  void addresses_of_both_versions_are_never_the_same() {
    Segment v4 = segment("0.0.0.1:1", "0.0.0.2:2");
    Segment v6 = segment("[::1]:1", "[::2]:2");
    TcpStream stream = add(v4, HASH);

    assertSame(stream, table.find(v4, HASH));
    assertFalse(StreamTable.isForward(stream, v6));
    assertNull(table.find(v6, HASH));
    assertNull(table.find(segment("[::2]:2", "[::1]:1"), HASH));
  }

  @Test
  void connections_are_found_when_the_table_has_grown() {
    List<Segment> firsts = new ArrayList<>();
    for (int i = 0; i < 1100; i++) {
      Segment first = segment("10.0.0.1:" + (1 + i), "10.0.0.2:80");
      firsts.add(first);
      add(first, table.hash(first));
    }

    assertEquals(1100, table.size());
    for (int i = 0; i < 1100; i++) {
      TcpStream found = table.find(firsts.get(i), table.hash(firsts.get(i)));
      assertEquals("stream " + i + " ", String.valueOf(found).substring(0, 8 + ("" + i).length()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void a_connection_is_removed_wherever_it_is_in_its_chain(int gone) {
    List<TcpStream> streams = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      streams.add(add(segment("10.0.0.1:" + (1 + i), "10.0.0.2:80"), HASH));
    }
    table.remove(streams.get(gone));

    assertEquals(2, table.size());
    List<Long> left = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      TcpStream found = table.find(segment("10.0.0.1:" + (1 + i), "10.0.0.2:80"), HASH);
      assertSame(i == gone ? null : streams.get(i), found);
      if (i != gone) {
        left.add((long) i);
      }
    }
    assertEquals(left, fromTheOldestOn());
  }

  @Test
  void the_order_is_that_of_the_last_activity() {
    List<TcpStream> streams = new ArrayList<>();
    assertNull(table.oldest());
    for (int i = 0; i < 4; i++) {
      streams.add(add(segment("10.0.0.1:" + (1 + i), "10.0.0.2:80"), i));
    }
    assertEquals(List.of(0L, 1L, 2L, 3L), fromTheOldestOn());

    table.touch(streams.get(3));
    assertEquals(List.of(0L, 1L, 2L, 3L), fromTheOldestOn());
    table.touch(streams.get(0));
    assertEquals(List.of(1L, 2L, 3L, 0L), fromTheOldestOn());
    table.touch(streams.get(2));
    assertEquals(List.of(1L, 3L, 0L, 2L), fromTheOldestOn());
    table.remove(streams.get(2));
    table.remove(streams.get(1));
    assertEquals(List.of(3L, 0L), fromTheOldestOn());
    table.remove(streams.get(3));
    table.remove(streams.get(0));
    assertEquals(List.of(), fromTheOldestOn());
    assertEquals(0, table.size());
  }
}
