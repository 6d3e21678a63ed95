package io.recvq.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which numbers were passed over, and when. */
class HolesTest {
  private final Holes holes = new Holes();

  @ParameterizedTest
  @CsvSource({"99, false", "100, true", "199, true", "200, false"})
  void a_hole_begins_with_its_first_number_and_ends_before_its_end(int seq, boolean inside) {
    holes.add(100, 200, 7);

    assertEquals(inside ? 7 : Holes.NONE, holes.since(seq));
  }

  @Test
  void what_is_filled_in_the_middle_leaves_two_holes_of_the_same_age() {
    holes.add(100, 200, 7);
    holes.fill(120, 150);

    assertEquals(7, holes.since(119));
    assertEquals(Holes.NONE, holes.since(120));
    assertEquals(Holes.NONE, holes.since(149));
    assertEquals(7, holes.since(150));
  }

  @ParameterizedTest
  @CsvSource({"100, 150", "90, 150", "150, 200", "150, 210"})
  void what_is_filled_at_an_edge_leaves_the_rest(int from, int end) {
    holes.add(100, 200, 7);
    holes.fill(from, end);

    assertEquals(Holes.NONE, holes.since(Math.max(from, 100)));
    assertEquals(Holes.NONE, holes.since(Math.min(end, 200) - 1));
    assertEquals(7, holes.since(from == 150 ? 149 : 150));
  }

  @Test
  void one_segment_may_fill_several_holes_and_leaves_others() {
    holes.add(0, 10, 1);
    holes.add(20, 30, 2);
    holes.add(40, 50, 3);
    holes.add(60, 70, 4);
    holes.fill(10, 60);

    assertEquals(1, holes.since(9));
    assertEquals(Holes.NONE, holes.since(25));
    assertEquals(Holes.NONE, holes.since(45));
    assertEquals(4, holes.since(60));
  }

  @Test
  void numbers_wrap() {
    holes.add(-10, 10, 7);
    holes.fill(-5, 5);

    assertEquals(7, holes.since(-6));
    assertEquals(Holes.NONE, holes.since(0));
    assertEquals(7, holes.since(5));
  }

  @Test
  void of_very_many_holes_the_oldest_are_forgotten() {
    for (int i = 0; i < 257; i++) {
      holes.add(10 * i, 10 * i + 5, i);
    }

    assertEquals(Holes.NONE, holes.since(0));
    assertEquals(1, holes.since(10));
    assertEquals(256, holes.since(2560));
  }
}
