package io.recvq.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Direction;
import io.recvq.testing.PacketBuilder;
import io.recvq.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpStreamTest {
  private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;

  private final Exchange exchange = new Exchange();

  private TcpStream stream() {
    return exchange.streams.get(0);
  }

  /** The connection of these packets. */
  private static TcpStream stream(PacketBuilder... packets) {
    List<TcpStream> streams = new ArrayList<>();
    FlowTracker tracker =
        new FlowTracker(
            FlowLimits.DEFAULT,
            opened -> {
              streams.add(opened);
              return StreamListener.NONE;
            });
    for (int i = 0; i < packets.length; i++) {
      tracker.accept(Segments.of(packets[i], i + 1, 1000L * (i + 1)));
    }
    assertEquals(1, streams.size());
    return streams.get(0);
  }

  @Test
  void numbers_count_from_the_syn() {
    exchange.isns(1000, 9000).handshake();

    assertEquals(0, stream().relative(1000, Direction.FORWARD));
    assertEquals(6, stream().relative(1006, Direction.FORWARD));
    assertEquals(6, stream().relative(9006, Direction.REVERSE));
    assertEquals(0xffffffffL, stream().relative(999, Direction.FORWARD));
    PacketBuilder packet = exchange.packet(true, TcpFlags.ACK, 5, 7, "");
    assertEquals(5, stream().relativeSeq(Segments.of(packet), Direction.FORWARD));
    assertEquals(7, stream().relativeAck(Segments.of(packet), Direction.FORWARD));
    PacketBuilder without = exchange.packet(true, TcpFlags.RST, 5, 7, "");
    assertEquals(0, stream().relativeAck(Segments.of(without), Direction.FORWARD));
  }

  @Test
  void without_a_syn_the_first_numbers_seen_are_1() {
    exchange.isns(1000, 9000).client(TcpFlags.ACK, 50, 60, "abc");

    assertEquals(1, stream().relative(1050, Direction.FORWARD));
    assertEquals(1, stream().relative(9060, Direction.REVERSE));
  }

  @Test
  void a_syn_ack_that_comes_first_tells_where_both_directions_start() {
    exchange.isns(1000, 9000).server(SYN_ACK, 0, 1, "").serverAck(1, 30).ack(20, 40);

    assertEquals(0, stream().relative(9000, Direction.FORWARD));
    assertEquals(0, stream().relative(1000, Direction.REVERSE));
  }

  @Test
  void where_the_other_direction_starts_is_not_told_without_an_acknowledgment() {
    exchange.isns(1000, 9000).client(TcpFlags.SYN, 0, 0, "");
    assertEquals(77, stream().relative(77, Direction.REVERSE));

    exchange.server(SYN_ACK, 0, 1, "");
    assertEquals(7, stream().relative(9007, Direction.REVERSE));
  }

  @Test
  void the_handshake_takes_from_the_syn_to_the_last_acknowledgment() {
    exchange.client(TcpFlags.SYN, 0, 0, "").millis(5).server(SYN_ACK, 0, 1, "").millis(2);
    assertEquals(0, stream().handshakeNanos());

    exchange.ack(1, 1);
    assertEquals(7_200_000, stream().handshakeNanos());
    exchange.millis(50).ack(1, 1);
    assertEquals(7_200_000, stream().handshakeNanos());
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "1, 2", "0, 1", "1, 0"})
  void an_acknowledgment_of_other_numbers_does_not_end_the_handshake(int seq, int ack) {
    exchange.client(TcpFlags.SYN, 0, 0, "").server(SYN_ACK, 0, 1, "").ack(seq, ack);

    assertEquals(0, stream().handshakeNanos());
  }

  @Test
  void without_both_syns_no_handshake_was_seen() {
    exchange.client(TcpFlags.SYN, 0, 0, "").serverAck(1, 1).ack(1, 1);
    assertEquals(0, stream().handshakeNanos());

    Exchange answered = new Exchange();
    answered.server(SYN_ACK, 0, 1, "").ack(1, 1).serverAck(1, 1);
    assertEquals(0, answered.streams.get(0).handshakeNanos());
  }

  @ParameterizedTest
  @CsvSource({
    "40000, 80, FORWARD",
    "80, 40000, REVERSE",
    "32767, 32768, REVERSE",
    "32768, 32767, FORWARD",
    "80, 81, FORWARD",
    "40000, 40001, FORWARD",
  })
  void without_a_handshake_the_client_is_who_has_a_clients_port(
      int first, int second, Direction client) {
    PacketBuilder packet = PacketBuilder.tcp("10.0.0.1:" + first, "10.0.0.2:" + second);

    assertEquals(client, stream(packet).client());
  }

  @Test
  void where_ports_do_not_tell_the_client_is_who_sends_first() {
    PacketBuilder empty = PacketBuilder.tcp("10.0.0.1:40000", "10.0.0.2:40001");
    PacketBuilder answer = PacketBuilder.tcp("10.0.0.2:40001", "10.0.0.1:40000").payload((byte) 1);
    PacketBuilder data = PacketBuilder.tcp("10.0.0.1:40000", "10.0.0.2:40001").payload((byte) 1);

    assertEquals(Direction.REVERSE, stream(empty, answer, data).client());
  }

  @Test
  void a_syn_corrects_what_payload_made_guess_and_a_later_one_does_not() {
    PacketBuilder data = PacketBuilder.tcp("10.0.0.1:80", "10.0.0.2:40000").payload((byte) 1);
    PacketBuilder syn = PacketBuilder.tcp("10.0.0.1:80", "10.0.0.2:40000").flags(TcpFlags.SYN);
    syn.seq(-1);
    assertEquals(Direction.REVERSE, stream(data).client());
    assertEquals(Direction.FORWARD, stream(data, syn).client());
    PacketBuilder other = PacketBuilder.tcp("10.0.0.2:40000", "10.0.0.1:80").flags(TcpFlags.SYN);
    assertEquals(Direction.FORWARD, stream(data, syn, other.seq(-1)).client());
  }

  @Test
  void a_client_that_was_decided_stays() {
    exchange.data(1, "abc");
    stream().decideClient(Direction.REVERSE);

    exchange.data(4, "def");
    assertEquals(Direction.REVERSE, stream().client());
  }

  @Test
  void flags_and_times_are_kept_for_each_direction() {
    exchange.handshake().client(TcpFlags.FIN | TcpFlags.ACK, 1, 1, "");
    assertTrue(stream().sawSyn(Direction.FORWARD) && stream().sawSyn(Direction.REVERSE));
    assertTrue(stream().sawFin(Direction.FORWARD));
    assertFalse(stream().sawFin(Direction.REVERSE));
    assertFalse(stream().sawReset(Direction.REVERSE));

    exchange.server(TcpFlags.RST, 1, 0, "");
    assertTrue(stream().sawReset(Direction.REVERSE));
    assertFalse(stream().sawReset(Direction.FORWARD));
    assertEquals(1_000_000_000_000L, stream().firstNanos());
    assertEquals(1_000_000_400_000L, stream().lastNanos());
    assertEquals(0, stream().number());
    assertEquals("stream 0 10.0.0.1:40000 - 10.0.0.2:80", stream().toString());
  }

  @Test
  void gaps_are_counted_for_each_direction() {
    exchange.handshake().data(4, "def").data(10, "jkl").server(TcpFlags.ACK, 3, 1, "x").finish();

    assertEquals(2, stream().gaps(Direction.FORWARD));
    assertEquals(6, stream().gapBytes(Direction.FORWARD));
    assertEquals(12, stream().streamBytes(Direction.FORWARD));
    assertEquals(1, stream().gaps(Direction.REVERSE));
    assertEquals(2, stream().gapBytes(Direction.REVERSE));
  }

  @Test
  void a_window_is_scaled_by_its_own_senders_shift_and_not_in_a_syn() {
    exchange.feed(exchange.packet(true, TcpFlags.SYN, 0, 0, "").options(3, 3, 7, 0).window(100));
    exchange.feed(exchange.packet(false, SYN_ACK, 0, 1, "").options(3, 3, 0, 0).window(50));
    assertEquals(100, stream().windowBytes(Direction.FORWARD));
    assertEquals(50, stream().windowBytes(Direction.REVERSE));

    exchange.feed(exchange.packet(true, TcpFlags.ACK, 1, 1, "").window(100));
    exchange.feed(exchange.packet(false, TcpFlags.ACK, 1, 1, "").window(50));
    assertEquals(12_800, stream().windowBytes(Direction.FORWARD));
    assertEquals(50, stream().windowBytes(Direction.REVERSE));
  }

  @Test
  void a_syn_ack_with_a_scale_does_not_count_when_the_syn_had_none() {
    exchange.client(TcpFlags.SYN, 0, 0, "");
    exchange.feed(exchange.packet(false, SYN_ACK, 0, 1, "").options(3, 3, 2, 0));
    exchange.feed(exchange.packet(false, TcpFlags.ACK, 1, 1, "").window(100));

    assertEquals(100, stream().windowBytes(Direction.REVERSE));
  }

  @Test
  void repeated_acknowledgments_name_the_one_that_they_repeat() {
    exchange.handshake().data(1, "abc").serverAck(1, 4).serverAck(1, 4).serverAck(1, 4);
    assertEquals(2, stream().dupAcks(Direction.REVERSE));
    assertEquals(5, stream().dupAckOf(Direction.REVERSE));

    exchange.data(4, "def").serverAck(1, 7);
    assertEquals(0, stream().dupAcks(Direction.REVERSE));
    assertEquals(9, stream().dupAckOf(Direction.REVERSE));
  }
}
