package io.recvq.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Direction;
import io.recvq.testing.PacketBuilder;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.LinkType;
import io.recvq.wire.PacketParser;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowTrackerTest {
  private final Exchange exchange = new Exchange();

  private void assertTold(String... events) {
    assertEquals(List.of(events), exchange.events);
  }

  @Test
  void established_data_in_order_is_handed_out_at_once() {
    exchange.handshake().data(1, "abc").data(4, "def");

    assertTold("> 0 'abc' #4", "> 3 'def' #5");
  }

  @Test
  void established_retransmission_adds_nothing() {
    exchange.handshake().data(1, "abc").data(1, "abc");

    assertTold("> 0 'abc' #4");
  }

  @Test
  void established_partial_overlap_adds_its_new_bytes() {
    exchange.handshake().data(1, "abc").data(2, "bcde");

    assertTold("> 0 'abc' #4", "> 3 'de' #5");
  }

  @Test
  void established_conflicting_overlap_keeps_the_first_copy_and_tells() {
    exchange.handshake().data(1, "abc").data(1, "aXYd");

    assertTold("> 0 'abc' #4", "> 1 conflict of 2 #5", "> 3 'd' #5");
  }

  @Test
  void waiting_conflicting_overlap_keeps_the_first_copy_and_tells() {
    exchange.handshake().data(4, "def").data(4, "dEf").data(1, "abc");

    assertTold("> 4 conflict of 2 #5", "> 0 'abc' #6", "> 3 'def' #6");
  }

  @Test
  void waiting_data_comes_with_the_packet_that_fills_the_hole() {
    exchange.handshake().data(7, "ghi").data(4, "def").data(1, "abc");

    assertTold("> 0 'abc' #6", "> 3 'def' #6", "> 6 'ghi' #6");
  }

  @Test
  void established_sequence_wrap_is_no_gap() {
    exchange.isns(-3, -1).handshake().data(1, "abc").data(4, "def").finish();

    assertEquals(List.of("> 0 'abc' #4", "> 3 'def' #5"), exchange.events.subList(0, 2));
  }

  @Test
  void fin_before_the_gap_is_filled_ends_the_direction_after_the_bytes() {
    exchange.handshake().client(TcpFlags.FIN | TcpFlags.ACK, 4, 1, "def").data(1, "abc");

    assertTold("> 0 'abc' #5", "> 3 'def' #5", "> ended fin");
  }

  @Test
  void fin_before_a_gap_that_stays_tells_the_gap_at_the_end() {
    exchange.handshake().client(TcpFlags.FIN | TcpFlags.ACK, 4, 1, "def").finish();

    assertTold(
        "> 0 gap of 3", "> 3 'def' #4", "> ended capture_ended", "< ended capture_ended", "closed");
  }

  @Test
  void fin_leaves_the_other_direction_open() {
    exchange.handshake().client(TcpFlags.FIN | TcpFlags.ACK, 1, 1, "");
    exchange.server(TcpFlags.ACK, 1, 2, "late");

    assertTold("> ended fin", "< 0 'late' #5");
  }

  @Test
  void reset_with_data_ends_both_directions_without_the_data() {
    exchange.handshake().data(1, "abc").client(TcpFlags.RST | TcpFlags.ACK, 4, 1, "why");
    exchange.finish();

    assertTold("> 0 'abc' #4", "> ended reset", "< ended reset", "closed");
  }

  @Test
  void reset_that_overtook_data_does_not_lose_it() {
    exchange.handshake().client(TcpFlags.RST, 4, 0, "").data(1, "abc").finish();

    assertTold("> 0 'abc' #5", "> ended reset", "< ended reset", "closed");
  }

  @Test
  void keep_alive_with_a_garbage_byte_is_neither_data_nor_conflict() {
    exchange.handshake().data(1, "abc").serverAck(1, 4).data(3, "\u0000").data(4, "def");

    assertTold("> 0 'abc' #4", "> 3 'def' #7");
  }

  @Test
  void zero_window_probe_byte_that_is_taken_is_data() {
    exchange.handshake().data(1, "abc");
    exchange.feed(exchange.packet(false, TcpFlags.ACK, 1, 4, "").window(0));
    exchange.data(4, "d").serverAck(1, 5).data(5, "ef");

    assertTold("> 0 'abc' #4", "> 3 'd' #6", "> 4 'ef' #8");
  }

  @Test
  void zero_window_probe_byte_that_is_refused_is_not_doubled() {
    exchange.handshake().data(1, "abc").data(4, "d").serverAck(1, 4).data(4, "def");

    assertTold("> 0 'abc' #4", "> 3 'd' #5", "> 4 'ef' #7");
  }

  @Test
  void snap_length_cut_is_a_gap_of_what_was_not_kept() {
    exchange.handshake().feed(exchange.packet(true, TcpFlags.ACK, 1, 1, "abcdef"), 2);
    exchange.data(7, "ghi").finish();

    assertEquals(
        List.of("> 0 'ab' #4", "> 2 gap of 4", "> 6 'ghi' #5"), exchange.events.subList(0, 3));
  }

  @Test
  void snap_length_cut_of_the_last_segment_is_told_at_the_end() {
    exchange.handshake().feed(exchange.packet(true, TcpFlags.ACK, 1, 1, "abcdef"), 2).finish();

    assertEquals(List.of("> 0 'ab' #4", "> 2 gap of 4"), exchange.events.subList(0, 2));
  }

  @Test
  void hole_that_was_acknowledged_is_given_up_after_a_second() {
    exchange.handshake().data(4, "def").serverAck(1, 7).millis(900).serverAck(1, 7);
    assertTold();

    exchange.millis(200).serverAck(1, 7);

    assertTold("> 0 gap of 3", "> 3 'def' #4");
  }

  @Test
  void hole_that_was_not_acknowledged_is_waited_for() {
    exchange.handshake().data(4, "def").serverAck(1, 1).millis(60_000).serverAck(1, 1);
    assertTold();

    exchange.data(1, "abc");

    assertTold("> 0 'abc' #7", "> 3 'def' #7");
  }

  @Test
  void bytes_that_were_only_acknowledged_are_a_gap_at_the_end() {
    exchange.handshake().data(1, "abc").serverAck(1, 20).finish();

    assertEquals(List.of("> 0 'abc' #4", "> 3 gap of 16"), exchange.events.subList(0, 2));
  }

  @Test
  void one_number_acknowledged_beyond_the_data_may_be_a_fin() {
    exchange.handshake().data(1, "abc").serverAck(1, 5).finish();

    assertEquals(List.of("> 0 'abc' #4", "> ended capture_ended"), exchange.events.subList(0, 2));
  }

  @Test
  void start_in_the_middle_counts_from_the_first_byte_seen() {
    exchange.data(700, "abc").data(703, "def");

    assertTold("> 0 'abc' #1", "> 3 'def' #2");
  }

  @Test
  void start_in_the_middle_with_an_acknowledgment_counts_from_what_it_acknowledges() {
    exchange.serverAck(1, 700).data(703, "def").data(700, "abc");

    assertEquals(2, exchange.events.size());
    assertTrue(exchange.events.get(0).endsWith(" 0 'abc' #3"), exchange.events::toString);
  }

  @Test
  void four_tuple_reuse_ends_the_first_connection() {
    exchange.handshake().data(1, "abc").isns(70_000, 80_000).handshake().data(1, "xyz");

    assertTold("> 0 'abc' #4", "> ended reused", "< ended reused", "closed", "> 0 'xyz' #8");
    assertEquals(2, exchange.tracker.streams());
  }

  @Test
  void syn_of_the_same_number_after_both_ends_closed_is_another_connection() {
    int fin = TcpFlags.FIN | TcpFlags.ACK;
    exchange.handshake().data(1, "abc").client(fin, 4, 1, "").server(fin, 1, 5, "").ack(5, 2);
    exchange.handshake().data(1, "xyz").finish();
    assertEquals(2, exchange.streams.size());
    assertEquals(List.of("> 0 'abc' #4", "> 0 'xyz' #11"), bytesTold());
  }

  private List<String> bytesTold() {
    return exchange.events.stream().filter(event -> event.contains("'")).toList();
  }

  @Test
  void packet_and_bytes_are_counted_for_each_direction() {
    exchange.handshake().data(1, "abc").millis(300).data(1, "abc").serverAck(1, 4);

    TcpStream stream = exchange.streams.get(0);
    assertEquals(4, stream.packets(Direction.FORWARD));
    assertEquals(2, stream.packets(Direction.REVERSE));
    assertEquals(6, stream.payloadBytes(Direction.FORWARD));
    assertEquals(3, stream.streamBytes(Direction.FORWARD));
    assertEquals(Direction.FORWARD, stream.client());
  }

  @Test
  void syn_ack_first_makes_its_sender_the_server() {
    exchange.server(TcpFlags.SYN | TcpFlags.ACK, 0, 1, "").data(1, "abc");

    assertEquals(Direction.REVERSE, exchange.streams.get(0).client());
  }

  @Test
  void too_much_that_waits_gives_the_hole_up_and_tells() {
    Exchange small = new Exchange(new FlowLimits(400, 1 << 20, 10), false);
    small.handshake();
    for (int i = 0; i < 5; i++) {
      small.data(4 + 10 * i, "abcdef");
    }

    assertEquals("out of memory", small.events.get(0));
    assertEquals("> 0 gap of 3", small.events.get(1));
  }

  @Test
  void too_many_connections_forget_the_one_that_was_idle_longest_and_tell() {
    StringBuilder forgotten = new StringBuilder();
    FlowListener listener =
        new FlowListener() {
          @Override
          public StreamListener opened(TcpStream stream) {
            return StreamListener.NONE;
          }

          @Override
          public void forgotten(TcpStream stream) {
            forgotten.append(stream.number()).append(' ');
          }
        };
    FlowTracker tracker = new FlowTracker(new FlowLimits(1000, 1000, 2), listener);
    for (int port : new int[] {1, 2, 1, 3, 4}) {
      tracker.accept(segmentFrom(port));
    }

    assertEquals("1 0 ", forgotten.toString());
    assertEquals(4, tracker.streams());
  }

  private static Segment segmentFrom(int port) {
    byte[] ip = PacketBuilder.tcp("10.0.0.1:" + port, "10.0.0.2:80").payload((byte) 'x').ip();
    CapturedPacket packet = new CapturedPacket();
    packet.set(1, 0, LinkType.RAW, ByteBuffer.wrap(ip), 0, ip.length, ip.length, true);
    Segment segment = new Segment();
    assertEquals(PacketParser.Kind.TCP, new PacketParser(false).parse(packet, segment));
    return segment;
  }
}
