package io.recvq.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.flow.StreamTally.Response;
import io.recvq.flow.StreamTally.Silence;
import io.recvq.flow.StreamTally.ZeroWindow;
import io.recvq.net.Direction;
import io.recvq.testing.PacketBuilder;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamTallyTest {
  private static final int AGAIN = Note.RETRANSMISSION.bit();
  private static final int FAST = Note.FAST_RETRANSMISSION.bit();
  private static final int FULL = Note.ZERO_WINDOW.bit();
  private static final int PROBE = Note.ZERO_WINDOW_PROBE.bit();
  private static final Direction FORWARD = Direction.FORWARD;
  private static final Direction REVERSE = Direction.REVERSE;

  private final StreamTally tally = new StreamTally();
  private long number;

  /** A segment passes with these flags, notes and window, at as many nanoseconds as its number. */
  private void pass(Direction direction, int flags, int notes, int window) {
    PacketBuilder packet =
        PacketBuilder.tcp("10.0.0.1:40000", "10.0.0.2:80").flags(flags).window(window);
    number++;
    tally.segment(direction, Segments.of(packet, number, number), notes);
  }

  private void pass(Direction direction, int notes) {
    pass(direction, TcpFlags.ACK, notes, 1000);
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void what_a_direction_sends_is_counted_for_it_alone(Direction direction) {
    pass(direction, TcpFlags.SYN, 0, 1000);
    pass(direction, TcpFlags.SYN, AGAIN, 1000);
    pass(direction, FAST);
    pass(direction, Note.DUP_ACK.bit() | Note.OUT_OF_ORDER.bit());
    pass(direction, TcpFlags.RST, 0, 0);
    pass(direction, TcpFlags.ACK, 0, 1000);

    assertEquals(2, tally.syns(direction));
    assertEquals(2, tally.retransmissions(direction));
    assertEquals(0, tally.syns(direction.opposite()));
    assertEquals(0, tally.retransmissions(direction.opposite()));
  }

  @Test
  void a_time_without_a_window_lasts_from_the_first_note_to_the_first_window() {
    pass(REVERSE, 0);
    pass(REVERSE, TcpFlags.ACK, FULL, 0);
    pass(FORWARD, PROBE);
    pass(REVERSE, TcpFlags.ACK, FULL, 0);
    pass(FORWARD, PROBE);
    pass(FORWARD, 0);
    assertEquals(List.of(), tally.zeroWindows());
    pass(REVERSE, TcpFlags.ACK, 0, 1);
    pass(FORWARD, PROBE);
    tally.close();

    assertEquals(List.of(new ZeroWindow(REVERSE, 2, 7, 2, 2, true)), tally.zeroWindows());
    assertEquals(1, tally.zeroWindowEpisodes());
  }

  @Test
  void each_time_without_a_window_has_its_own_probes() {
    for (int i = 0; i < 2; i++) {
      pass(FORWARD, TcpFlags.ACK, FULL, 0);
      pass(REVERSE, PROBE);
      pass(FORWARD, 0);
    }

    assertEquals(
        List.of(
            new ZeroWindow(FORWARD, 1, 3, 1, 1, true), new ZeroWindow(FORWARD, 4, 6, 4, 1, true)),
        tally.zeroWindows());
    assertEquals(2, tally.zeroWindowEpisodes());
  }

  @Test
  void a_reset_does_not_open_a_window() {
    pass(REVERSE, TcpFlags.ACK, FULL, 0);
    pass(REVERSE, TcpFlags.RST, 0, 1000);

    assertEquals(List.of(new ZeroWindow(REVERSE, 1, 2, 1, 0, false)), tally.zeroWindows());
  }

  @Test
  void a_window_that_stays_closed_is_told_when_the_connection_is_over() {
    pass(REVERSE, TcpFlags.ACK, FULL, 0);
    pass(REVERSE, TcpFlags.RST, 0, 0);
    pass(FORWARD, 0);
    tally.close();
    tally.close();

    assertEquals(List.of(new ZeroWindow(REVERSE, 1, 3, 1, 0, false)), tally.zeroWindows());
  }

  @Test
  void of_many_times_without_a_window_the_first_1000_are_kept_and_all_are_counted() {
    for (int i = 0; i < 1002; i++) {
      pass(FORWARD, TcpFlags.ACK, FULL, 0);
      pass(FORWARD, 0);
    }

    assertEquals(1000, tally.zeroWindows().size());
    assertEquals(1, tally.zeroWindows().get(0).fromNanos());
    assertEquals(1002, tally.zeroWindowEpisodes());
  }

  @Test
  void silence_is_what_was_sent_again_since_the_peer_was_heard_last() {
    assertEquals(Optional.empty(), tally.silence(FORWARD));
    pass(FORWARD, AGAIN);
    pass(REVERSE, 0);
    assertEquals(Optional.empty(), tally.silence(FORWARD));

    pass(FORWARD, 0);
    pass(FORWARD, AGAIN);
    pass(FORWARD, 0);
    pass(FORWARD, FAST);
    pass(FORWARD, 0);
    assertEquals(Optional.of(new Silence(FORWARD, 4, 6, 2)), tally.silence(FORWARD));
    assertEquals(Optional.empty(), tally.silence(REVERSE));

    pass(REVERSE, AGAIN);
    assertEquals(Optional.empty(), tally.silence(FORWARD));
    assertEquals(Optional.of(new Silence(REVERSE, 8, 8, 1)), tally.silence(REVERSE));
  }

  @Test
  void responses_answer_requests_in_their_order() {
    assertEquals(Optional.empty(), tally.slowest());
    tally.message(false, 5);
    tally.message(true, 10);
    tally.message(true, 20);
    assertEquals(0, tally.responses());
    tally.message(false, 40);
    assertEquals(Optional.of(new Response(10, 40)), tally.slowest());
    tally.message(false, 60);
    tally.message(true, 100);
    tally.message(false, 101);
    tally.message(true, 200);
    tally.message(false, 240);
    tally.message(false, 900);

    assertEquals(4, tally.responses());
    Response slowest = tally.slowest().orElseThrow();
    assertEquals(new Response(20, 60).nanos(), slowest.nanos());
    assertEquals(20, slowest.requestNanos());
  }

  @Test
  void messages_without_a_time_are_not_measured() {
    tally.message(true, CapturedPacket.NO_TIME);
    tally.message(false, 10);
    assertEquals(0, tally.responses());

    tally.message(true, 10);
    tally.message(false, CapturedPacket.NO_TIME);
    assertEquals(0, tally.responses());
  }

  @Test
  void of_very_many_waiting_requests_the_oldest_are_given_up() {
    List<Long> asked = new ArrayList<>();
    for (long i = 1; i <= 4097; i++) {
      tally.message(true, i);
      asked.add(i);
    }
    tally.message(false, 10_000);

    assertEquals(asked.get(1), tally.slowest().orElseThrow().requestNanos());
    for (int i = 0; i < 5000; i++) {
      tally.message(false, 10_000);
    }
    assertEquals(4096, tally.responses());
  }

  @Test
  void conflicts_are_counted() {
    tally.conflict();
    tally.conflict();

    assertEquals(2, tally.conflicts());
  }
}
