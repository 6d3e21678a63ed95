package io.recvq.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.net.Direction;
import io.recvq.testing.PacketBuilder;
import io.recvq.wire.TcpFlags;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each note on a small exchange, with the situation in which Wireshark says the same. */
class NoteTest {
  private final Exchange exchange = new Exchange();

  private void assertLast(String... notes) {
    assertEquals(List.of(notes), exchange.lastNotes());
  }

  private PacketBuilder server(int seq, int ack, int window) {
    return exchange.packet(false, TcpFlags.ACK, seq, ack, "").window(window);
  }

  @Test
  void segments_in_order_have_no_notes() {
    exchange.handshake().data(1, "abc").serverAck(1, 4).data(4, "def").serverAck(1, 7);

    exchange.notes.forEach(notes -> assertEquals(List.of(), notes));
  }

  @Test
  void reused_port_is_a_syn_with_another_sequence_number() {
    exchange.handshake().data(1, "abc").isns(500_000, 600_000);

    exchange.client(TcpFlags.SYN, 0, 0, "");

    assertLast("reused-port");
    assertEquals(2, exchange.streams.size());
  }

  @Test
  void syn_again_with_the_same_sequence_number_is_a_retransmission_of_the_same_connection() {
    exchange.client(TcpFlags.SYN, 0, 0, "").millis(1000).client(TcpFlags.SYN, 0, 0, "");

    assertLast("retransmission");
    assertEquals(1, exchange.streams.size());
  }

  @Test
  void retransmission_is_data_again_after_a_while() {
    exchange.handshake().data(1, "abc").millis(300).data(1, "abc");

    assertLast("retransmission");
  }

  @Test
  void fast_retransmission_follows_two_duplicate_acks() {
    exchange.handshake().data(1, "abc").serverAck(1, 4).data(7, "ghi");
    exchange.serverAck(1, 4).serverAck(1, 4).serverAck(1, 4);
    exchange.data(4, "def");

    assertLast("fast-retransmission");
  }

  @Test
  void out_of_order_is_data_that_was_overtaken_within_a_round_trip() {
    exchange.client(TcpFlags.SYN, 0, 0, "").millis(5);
    exchange.server(TcpFlags.SYN | TcpFlags.ACK, 0, 1, "").ack(1, 1);
    exchange.data(4, "def").data(1, "abc");

    assertLast("out-of-order");
  }

  @Test
  void previous_segment_lost_is_data_beyond_a_hole() {
    exchange.handshake().data(1, "abc").data(7, "ghi");

    assertLast("previous-segment-lost");
  }

  @Test
  void acked_unseen_acknowledges_what_the_capture_does_not_have() {
    exchange.handshake().data(1, "abc").serverAck(1, 10);

    assertLast("acked-unseen");
  }

  @Test
  void dup_ack_repeats_an_acknowledgment() {
    exchange.handshake().data(1, "abc").serverAck(1, 4).serverAck(1, 4);

    assertLast("dup-ack");
    assertEquals(1, exchange.streams.get(0).dupAcks(Direction.REVERSE));
  }

  @Test
  void window_full_fills_the_receivers_window_to_the_last_byte() {
    exchange.handshake().feed(server(1, 1, 6)).data(1, "abc").data(4, "def");

    assertLast("window-full");
  }

  @Test
  void zero_window_leaves_no_room() {
    exchange.handshake().data(1, "abc").feed(server(1, 4, 0));

    assertLast("zero-window");
  }

  @Test
  void reset_without_window_is_no_zero_window() {
    exchange.handshake().feed(exchange.packet(true, TcpFlags.RST, 1, 1, "").window(0));

    assertLast();
  }

  @Test
  void zero_window_probe_sends_the_next_byte_to_a_full_receiver() {
    exchange.handshake().data(1, "abc").feed(server(1, 4, 0)).millis(200).data(4, "d");

    assertLast("zero-window-probe");
  }

  @Test
  void zero_window_probe_as_linux_sends_it_is_empty_and_one_byte_back() {
    exchange.handshake().data(1, "abc").feed(server(1, 4, 0)).millis(200).ack(3, 1);

    assertLast("zero-window-probe");
  }

  @Test
  void zero_window_probe_ack_answers_a_probe_with_no_window() {
    exchange.handshake().data(1, "abc").feed(server(1, 4, 0)).millis(200).data(4, "d");
    exchange.feed(server(1, 4, 0));

    assertLast("zero-window", "zero-window-probe-ack");
  }

  @Test
  void window_update_changes_the_window_alone() {
    exchange.handshake().data(1, "abc").feed(server(1, 4, 0)).feed(server(1, 4, 5000));

    assertLast("window-update");
  }

  @Test
  void keep_alive_is_one_byte_back_to_a_receiver_with_window() {
    exchange.handshake().data(1, "abc").serverAck(1, 4).millis(7000).ack(3, 1);

    assertLast("keep-alive");
  }

  @Test
  void keep_alive_ack_answers_a_keep_alive() {
    exchange.handshake().data(1, "abc").serverAck(1, 4).millis(7000).ack(3, 1).serverAck(1, 4);

    assertLast("keep-alive-ack");
  }

  @Test
  void window_scale_counts_once_both_syns_have_it() {
    exchange.feed(exchange.packet(true, TcpFlags.SYN, 0, 0, "").options(3, 3, 7, 0));
    exchange.feed(
        exchange.packet(false, TcpFlags.SYN | TcpFlags.ACK, 0, 1, "").options(3, 3, 2, 0));
    exchange.ack(1, 1).feed(server(1, 1, 100));

    assertEquals(400, exchange.streams.get(0).windowBytes(Direction.REVERSE));
  }

  @Test
  void window_scale_of_one_syn_alone_does_not_count() {
    exchange.feed(exchange.packet(true, TcpFlags.SYN, 0, 0, "").options(3, 3, 7, 0));
    exchange.server(TcpFlags.SYN | TcpFlags.ACK, 0, 1, "");
    exchange.feed(exchange.packet(true, TcpFlags.ACK, 1, 1, "").window(100));

    assertEquals(100, exchange.streams.get(0).windowBytes(Direction.FORWARD));
  }

  @Test
  void labels_are_in_the_order_of_the_notes() {
    int notes = Note.ZERO_WINDOW.bit() | Note.RETRANSMISSION.bit();

    assertEquals(List.of("retransmission", "zero-window"), Note.labels(notes));
    assertEquals("zero-window-probe-ack", Note.ZERO_WINDOW_PROBE_ACK.label());
  }
}
