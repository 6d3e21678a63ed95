package io.recvq.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Direction;
import io.recvq.testing.PacketBuilder;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.LinkType;
import io.recvq.wire.PacketParser;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that begin, end or wait in unusual places. A packet comes 100 µs after another. */
class FlowEdgesTest {
  private static final int FIN_ACK = TcpFlags.FIN | TcpFlags.ACK;
  private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;

  private final Exchange exchange = new Exchange();

  private PacketBuilder server(int flags, int seq, int ack, String text) {
    return exchange.packet(false, flags, seq, ack, text);
  }

  private void assertTold(String... events) {
    assertEquals(List.of(events), exchange.events);
  }

  @Test
  void a_start_in_the_middle_moves_back_to_an_earlier_byte_while_none_was_handed_out() {
    exchange.serverAck(1, 700).data(690, "abc");
    assertTold("< 0 'abc' #2");

    exchange.finish();
    assertEquals("< 3 gap of 7", exchange.events.get(2));
  }

  @Test
  void what_is_known_of_later_bytes_moves_with_the_start() {
    exchange.serverAck(1, 700).serverAck(1, 720).data(690, "abc").finish();
    assertEquals("< 3 gap of 27", exchange.events.get(2));

    Exchange cut = new Exchange();
    cut.feed(cut.packet(true, TcpFlags.ACK, 700, 1, "xyz"), 0).data(690, "abc").finish();
    assertEquals(List.of("> 0 'abc' #2", "> 3 gap of 10"), cut.events.subList(0, 2));
  }

  @Test
  void a_start_in_the_middle_does_not_move_back_once_bytes_wait() {
    exchange.serverAck(1, 700).data(703, "def").data(690, "abc").data(700, "abc");

    assertTold("< 0 'abc' #4", "< 3 'def' #4");
  }

  @Test
  void a_start_that_a_syn_told_does_not_move_back() {
    exchange.handshake().data(-5, "old").data(1, "abc");

    assertTold("> 0 'abc' #5");
  }

  @Test
  void an_empty_acknowledgment_does_not_say_where_its_own_bytes_start() {
    exchange.ack(700, 1).data(690, "abc").finish();

    assertTold("> 0 'abc' #2", "> ended capture_ended", "< ended capture_ended", "closed");
  }

  @Test
  void a_segment_without_an_acknowledgment_does_not_say_where_the_other_bytes_start() {
    exchange.client(TcpFlags.SYN, 0, 0, "").server(TcpFlags.ACK, 50, 1, "abc");

    assertTold("< 0 'abc' #2");
  }

  @Test
  void a_syn_makes_a_start_certain_that_was_a_guess() {
    exchange.server(SYN_ACK, 0, 1, "").client(TcpFlags.SYN, 0, 0, "").client(FIN_ACK, 1, 1, "");

    assertTold("< ended fin");
  }

  @Test
  void data_that_a_first_fin_overtook_still_counts() {
    exchange.client(FIN_ACK, 700, 1, "");
    assertTold();

    exchange.data(690, "0123456789");
    assertTold("> 0 '0123456789' #2", "> ended fin");
  }

  @ParameterizedTest
  @CsvSource({"700, 0", "701, 1"})
  void a_first_fin_ends_the_direction_once_it_was_acknowledged(int ack, int ends) {
    exchange.client(FIN_ACK, 700, 1, "").serverAck(1, ack);

    assertEquals(ends, exchange.events.size());
  }

  @Test
  void the_first_fin_stands() {
    exchange.client(FIN_ACK, 700, 1, "").client(FIN_ACK, 705, 1, "").serverAck(1, 701);

    assertTold("> ended fin");
  }

  @Test
  void a_fin_before_data_that_was_seen_is_none() {
    exchange.handshake().data(4, "def").client(FIN_ACK, 2, 1, "").data(1, "abc");

    assertTold("> 0 'abc' #6", "> 3 'def' #6");
  }

  @Test
  void bytes_beyond_a_fin_do_not_count() {
    exchange.handshake().client(FIN_ACK, 4, 1, "").data(6, "xy").data(1, "abcdef");

    assertTold("> 0 'abc' #6", "> ended fin");
  }

  @Test
  void bytes_beyond_a_first_fin_are_no_gap_at_the_end() {
    exchange.client(FIN_ACK, 700, 1, "").data(700, "abc").finish();

    assertTold("> ended capture_ended", "< ended capture_ended", "closed");
  }

  @Test
  void a_segment_of_which_nothing_was_kept_hands_nothing_out() {
    exchange.handshake().feed(exchange.packet(true, TcpFlags.ACK, 1, 1, "abc"), 0).data(4, "def");
    assertTold();

    exchange.finish();
    assertEquals(List.of("> 0 gap of 3", "> 3 'def' #5"), exchange.events.subList(0, 2));
  }

  @ParameterizedTest
  @CsvSource({"4, 1", "5, 2"})
  void one_acknowledged_number_may_be_a_fin_and_two_are_a_gap(int beyond, int told) {
    exchange.handshake().data(1, "abc").serverAck(1, beyond + 1).finish();

    assertEquals(told, exchange.events.stream().filter(e -> !e.contains("ended")).count() - 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_conflict_is_told_from_its_first_byte_on(boolean lasting) {
    Exchange waiting = new Exchange(FlowLimits.DEFAULT, lasting);
    waiting.handshake().data(4, "defghi").data(4, "Xef").data(6, "fgX").data(8, "hiX");

    assertEquals(List.of("> 3 conflict of 3 #5", "> 7 conflict of 1 #6"), waiting.events);
  }

  @Test
  void handed_out_bytes_are_compared_from_the_first_on_also_those_that_had_waited() {
    exchange.handshake().data(4, "def").data(1, "abc").data(1, "Xbc").data(4, "dXf");

    assertEquals(
        List.of("> 0 conflict of 3 #6", "> 4 conflict of 2 #7"), exchange.events.subList(2, 4));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_segment_fills_what_is_missing_on_both_sides_of_one_that_waits(boolean lasting) {
    Exchange around = new Exchange(FlowLimits.DEFAULT, lasting);
    around.handshake().data(5, "ef").data(9, "ij").data(3, "cdefghijkl").data(1, "ab");

    assertEquals(
        List.of(
            "> 0 'ab' #7",
            "> 2 'cd' #7",
            "> 4 'ef' #7",
            "> 6 'gh' #7",
            "> 8 'ij' #7",
            "> 10 'kl' #7"),
        around.events);
  }

  @ParameterizedTest
  @CsvSource({"999800, 0", "999900, 2"})
  void an_acknowledged_hole_is_given_up_when_a_second_is_over(long micros, int told) {
    exchange.handshake().data(4, "def").serverAck(1, 4).micros(micros).serverAck(1, 4);

    assertEquals(told, exchange.events.size());
  }

  @Test
  void a_hole_of_which_one_byte_is_not_acknowledged_is_waited_for() {
    exchange.handshake().data(4, "def").serverAck(1, 3).millis(2000).serverAck(1, 3);

    assertTold();
  }

  @Test
  void each_acknowledged_hole_has_its_second() {
    exchange.handshake().data(4, "def").data(10, "jkl").serverAck(1, 13).millis(1000);
    exchange.serverAck(1, 13);
    assertTold("> 0 gap of 3", "> 3 'def' #4");

    exchange.millis(1000).serverAck(1, 13);
    assertEquals(4, exchange.events.size());
  }

  @ParameterizedTest
  @CsvSource({"-1, false", "0, true", "64000, true", "64001, false"})
  void a_reset_outside_of_the_receivers_window_is_no_end(int beyond, boolean taken) {
    exchange.handshake().data(1, "abc").feed(server(TcpFlags.ACK, 1, 4, "").window(64_000));
    exchange.client(TcpFlags.RST, 4 + beyond, 0, "").millis(1500).data(4, "def").finish();

    assertEquals(taken, exchange.events.contains("> ended reset"));
    assertEquals(!taken, exchange.events.contains("> 3 'def' #7"), exchange.events.toString());
    assertEquals(taken, exchange.streams.get(0).sawReset(Direction.FORWARD));
  }

  @Test
  void a_reset_may_be_as_far_as_its_sender_has_sent_though_the_window_closed_meanwhile() {
    exchange.handshake().data(1, "abcdef").feed(server(TcpFlags.ACK, 1, 1, "").window(0));
    exchange.client(TcpFlags.RST, 7, 0, "").millis(1500).ack(7, 1);

    assertTold("> 0 'abcdef' #4", "> ended reset", "< ended reset");
  }

  @Test
  void who_sends_more_after_a_reset_did_not_send_it() {
    exchange.handshake().data(1, "abc").client(TcpFlags.RST, 4, 0, "").data(4, "def");
    exchange.millis(1500).data(7, "ghi").finish();

    assertEquals("> 6 'ghi' #7", exchange.events.get(2));
    assertFalse(exchange.streams.get(0).sawReset(Direction.FORWARD));
  }

  @Test
  void who_acknowledges_what_was_sent_after_its_reset_did_not_send_it() {
    exchange.handshake().data(1, "abc").server(TcpFlags.RST, 1, 0, "").data(4, "def");
    exchange.serverAck(1, 7).millis(1500).data(7, "ghi").finish();

    assertEquals("> 6 'ghi' #8", exchange.events.get(2));
    assertFalse(exchange.streams.get(0).sawReset(Direction.REVERSE));
  }

  @Test
  void an_acknowledgment_that_a_reset_overtook_does_not_undo_it() {
    exchange.handshake().data(1, "abc").server(TcpFlags.RST, 1, 0, "").serverAck(1, 4);
    exchange.millis(1500).ack(4, 1);

    assertTold("> 0 'abc' #4", "> ended reset", "< ended reset");
  }

  @ParameterizedTest
  @CsvSource({"1, abc, 0", "1, abcd, 1", "4, def, 3", "6, xy, 2", "4, x, 0"})
  void new_bytes_after_a_reset_are_counted(int seq, String text, long bytes) {
    exchange.handshake().data(1, "abc").server(TcpFlags.RST, 1, 0, "").millis(1500).data(seq, text);

    assertEquals(bytes, exchange.bytesAfterEnd);
  }

  @Test
  void bytes_behind_a_fin_are_counted() {
    exchange.handshake().client(FIN_ACK, 1, 1, "abc").data(4, "def").data(1, "abcde");
    exchange.client(FIN_ACK, 1, 1, "abc");

    assertEquals(3 + 2, exchange.bytesAfterEnd);
    assertEquals(List.of("> 0 'abc' #4", "> ended fin"), exchange.events.subList(0, 2));
  }

  /**
   * A server that still has an old connection answers the SYN of a new one by what it waits for.
   */
  @Test
  void what_a_server_answers_for_an_old_connection_is_not_of_the_new_one() {
    exchange.handshake().data(1, "abc").serverAck(1, 4);
    exchange.isns(500_000, 9000).client(TcpFlags.SYN, 0, 0, "");
    exchange.isns(1000, 9000).serverAck(1, 4).client(TcpFlags.RST, 4, 0, "").millis(1000);
    exchange.isns(500_000, 9000).client(TcpFlags.SYN, 0, 0, "").isns(500_000, 600_000);
    exchange.server(SYN_ACK, 0, 1, "").ack(1, 1).data(1, "new").finish();

    assertEquals(2, exchange.streams.size());
    TcpStream stream = exchange.streams.get(1);
    assertEquals(3, stream.streamBytes(Direction.FORWARD));
    assertEquals(0, stream.gaps(Direction.FORWARD));
    assertFalse(stream.sawReset(Direction.FORWARD));
    assertEquals(List.of("retransmission"), exchange.notes.get(8));
    assertEquals(List.of(), exchange.lastNotes());
  }

  @Test
  void a_late_segment_of_an_old_connection_has_no_bytes_for_the_new_one() {
    exchange.handshake().data(1, "abc").serverAck(1, 4).server(FIN_ACK, 1, 4, "");
    exchange.isns(500_000, 9000).client(TcpFlags.SYN, 0, 0, "").isns(1000, 9000).data(1, "abc");
    exchange.server(FIN_ACK, 1, 4, "").isns(500_000, 600_000).server(SYN_ACK, 0, 1, "");
    exchange.data(1, "new").server(TcpFlags.ACK, 1, 4, "answer").finish();

    TcpStream stream = exchange.streams.get(1);
    assertEquals(3, stream.streamBytes(Direction.FORWARD));
    assertEquals(6, stream.streamBytes(Direction.REVERSE));
    assertFalse(stream.sawFin(Direction.REVERSE));
  }

  @Test
  void who_connects_to_itself_acknowledges_its_own_bytes() {
    exchange.toItself().client(TcpFlags.SYN, 0, 0, "").client(SYN_ACK, 0, 1, "").data(1, "abc");
    exchange.ack(4, 4).client(FIN_ACK, 4, 4, "").ack(5, 5).finish();

    assertEquals(List.of("> 0 'abc' #3", "> ended fin"), exchange.events.subList(0, 2));
    assertEquals(0, exchange.streams.get(0).gaps(Direction.REVERSE));
  }

  @Test
  void a_reset_takes_effect_a_second_after_what_came_last() {
    exchange.handshake().client(TcpFlags.RST, 7, 0, "").millis(900).data(1, "abc");
    exchange.millis(900).data(4, "def");
    assertTold("> 0 'abc' #5", "> 3 'def' #6");

    exchange.millis(1000).data(7, "ghi");
    assertEquals(List.of("> ended reset", "< ended reset"), exchange.events.subList(2, 4));
    assertEquals(4, exchange.events.size());
  }

  @ParameterizedTest
  @CsvSource({"999800, 0", "999900, 2"})
  void a_reset_takes_effect_when_its_second_is_over(long micros, int told) {
    exchange.handshake().client(TcpFlags.RST, 1, 0, "").micros(micros).serverAck(1, 1);

    assertEquals(told, exchange.events.size());
  }

  @Test
  void a_reset_connection_whose_ports_are_used_again_ended_by_the_reset() {
    exchange.handshake().client(TcpFlags.RST, 1, 0, "").isns(50, 60).handshake();

    assertTold("> ended reset", "< ended reset", "closed");
  }

  @ParameterizedTest
  @CsvSource({"true, 256, 0", "true, 255, 2", "false, 268, 0", "false, 267, 2"})
  void one_direction_holds_as_much_as_is_allowed(boolean lasting, long bytes, int told) {
    Exchange small = new Exchange(new FlowLimits(bytes, 1 << 20, 10), lasting);
    small.handshake().data(4, "abcdef").data(14, "abcdef");

    assertEquals(told == 0 ? 0 : 3, small.events.size(), small.events::toString);
  }

  @ParameterizedTest
  @CsvSource({"384, 0", "383, 3"})
  void all_together_hold_as_much_as_is_allowed_and_who_waits_longest_gives_up(long all, int told) {
    Exchange small = new Exchange(new FlowLimits(1 << 20, all, 10), true);
    small.handshake().data(4, "abc").server(TcpFlags.ACK, 4, 1, "xyz").data(14, "def");

    List<String> expected = List.of("out of memory", "> 0 gap of 3", "> 3 'abc' #4");
    assertEquals(expected.subList(0, told), small.events);
  }

  @Test
  void memory_is_free_again_when_a_hole_is_filled() {
    Exchange small = new Exchange(new FlowLimits(200, 200, 10), false);
    small.handshake();
    for (int i = 0; i < 20; i++) {
      small.data(4 + 6 * i, "def").data(1 + 6 * i, "abc");
    }

    assertEquals(40, small.events.size());
    assertTrue(small.events.stream().allMatch(event -> event.startsWith(">")));
  }

  @Test
  void who_still_waits_after_a_hole_was_filled_is_still_the_one_that_waits_longest() {
    Exchange small = new Exchange(new FlowLimits(1 << 20, 300, 10), true);
    small.handshake().data(4, "def").data(10, "jkl").data(1, "abc");
    small.server(TcpFlags.ACK, 4, 1, "xyz").server(TcpFlags.ACK, 10, 1, "uvw");

    assertEquals(
        List.of("out of memory", "> 6 gap of 3", "> 9 'jkl' #6"), small.events.subList(2, 5));
    assertEquals(5, small.events.size());
  }

  @Test
  void who_waits_no_more_is_not_asked_to_give_up() {
    Exchange small = new Exchange(new FlowLimits(1 << 20, 300, 10), true);
    small.handshake().data(4, "def").data(1, "abc");
    small.server(TcpFlags.ACK, 4, 1, "u").server(TcpFlags.ACK, 8, 1, "v");
    small.server(TcpFlags.ACK, 12, 1, "w");

    assertEquals(
        List.of("out of memory", "< 0 gap of 3", "< 3 'u' #6"), small.events.subList(2, 5));
  }

  @Test
  void a_hole_that_was_acknowledged_is_given_up_for_memory_without_a_word() {
    Exchange small = new Exchange(new FlowLimits(200, 1 << 20, 10), true);
    small.handshake().data(4, "def").serverAck(1, 4).data(10, "jkl");

    assertEquals(List.of("> 0 gap of 3", "> 3 'def' #4"), small.events);
  }

  @Test
  void waiting_bytes_of_a_direct_buffer_are_handed_out_from_an_array() {
    List<String> told = new ArrayList<>();
    FlowTracker tracker =
        new FlowTracker(
            FlowLimits.DEFAULT,
            opened ->
                new StreamListener() {
                  @Override
                  public void bytes(
                      Direction direction,
                      long offset,
                      ByteBuffer buffer,
                      int from,
                      int to,
                      long packet,
                      long timeNanos) {
                    String text = Exchange.text(buffer, from, to);
                    told.add(text + (buffer.isDirect() ? " direct" : ""));
                  }
                });
    String large = "x".repeat(3000);
    tracker.accept(direct(exchange.packet(true, TcpFlags.SYN, 0, 0, "")));
    tracker.accept(direct(exchange.packet(true, TcpFlags.ACK, 4, 1, "def")));
    tracker.accept(direct(exchange.packet(true, TcpFlags.ACK, 7, 1, large)));
    tracker.accept(direct(exchange.packet(true, TcpFlags.ACK, 1, 1, "abc")));

    assertEquals(List.of("def", large), told.subList(1, 3));
    assertTrue(told.get(0).startsWith("abc"));
  }

  private static Segment direct(PacketBuilder packet) {
    byte[] ip = packet.ip();
    ByteBuffer bytes = ByteBuffer.allocateDirect(ip.length).put(0, ip);
    CapturedPacket captured = new CapturedPacket();
    captured.set(1, 0, LinkType.RAW, bytes, 0, ip.length, ip.length, true);
    Segment segment = new Segment();
    assertEquals(PacketParser.Kind.TCP, new PacketParser(false).parse(captured, segment));
    return segment;
  }

  @Test
  void at_the_end_connections_are_closed_in_the_order_of_their_numbers() {
    List<Long> closed = new ArrayList<>();
    FlowTracker tracker =
        new FlowTracker(
            FlowLimits.DEFAULT,
            opened ->
                new StreamListener() {
                  @Override
                  public void closed() {
                    closed.add(opened.number());
                  }
                });
    for (int port : new int[] {1, 2, 3, 2, 1}) {
      tracker.accept(Segments.of(PacketBuilder.tcp("10.0.0.1:" + port, "10.0.0.2:80")));
    }
    assertEquals(List.of(), closed);

    tracker.finish();
    assertEquals(List.of(0L, 1L, 2L), closed);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0", "-1, 1, 1"})
  void limits_below_1_are_refused(long streamBytes, long totalBytes, int streams) {
    assertThrows(
        IllegalArgumentException.class, () -> new FlowLimits(streamBytes, totalBytes, streams));
    assertEquals(1, new FlowLimits(1, 1, 1).streams());
  }

  @Test
  void a_connection_that_had_ended_is_forgotten_without_a_word() {
    List<String> told = new ArrayList<>();
    FlowListener listener =
        new FlowListener() {
          @Override
          public StreamListener opened(TcpStream stream) {
            return new StreamListener() {
              @Override
              public void closed() {
                told.add("closed " + stream.number());
              }
            };
          }

          @Override
          public void forgotten(TcpStream stream) {
            told.add("forgotten " + stream.number());
          }
        };
    FlowTracker tracker = new FlowTracker(new FlowLimits(1000, 1000, 1), listener);
    for (PacketBuilder packet :
        List.of(
            exchange.packet(true, TcpFlags.SYN, 0, 0, ""),
            exchange.packet(false, SYN_ACK, 0, 1, ""),
            exchange.packet(true, FIN_ACK, 1, 1, ""),
            exchange.packet(false, FIN_ACK, 1, 2, ""),
            PacketBuilder.tcp("10.0.0.9:1", "10.0.0.2:80"),
            PacketBuilder.tcp("10.0.0.9:2", "10.0.0.2:80"))) {
      tracker.accept(Segments.of(packet));
    }

    assertEquals(List.of("closed 0", "closed 1", "forgotten 1"), told);
  }
}
