package io.recvq.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** Where one note ends and another begins. A packet of an exchange comes 100 µs after another. */
class NoteEdgesTest {
  private static final int FIN_ACK = TcpFlags.FIN | TcpFlags.ACK;
  private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;

  private final Exchange exchange = new Exchange();

  private void assertLast(String... notes) {
    assertEquals(List.of(notes), exchange.lastNotes());
  }

  private PacketBuilder server(int seq, int ack, int window) {
    return exchange.packet(false, TcpFlags.ACK, seq, ack, "").window(window);
  }

  /** An acknowledgment of the server's that has bytes of the client's beyond it, too. */
  private PacketBuilder sack(int ack, int... edges) {
    int[] options = new int[4 + 4 * edges.length];
    options[0] = 1;
    options[1] = 1;
    options[2] = 5;
    options[3] = 2 + 4 * edges.length;
    for (int i = 0; i < edges.length; i++) {
      ByteBuffer raw = ByteBuffer.allocate(4).putInt(0, 1000 + edges[i]);
      for (int j = 0; j < 4; j++) {
        options[4 + 4 * i + j] = raw.get(j);
      }
    }
    return server(1, ack, 65_000).options(options);
  }

  @ParameterizedTest
  @CsvSource({"2, fast-retransmission", "1, retransmission"})
  void two_repeated_acknowledgments_ask_for_a_fast_retransmission(int repeats, String note) {
    exchange.handshake().data(1, "abc").serverAck(1, 4).data(7, "ghi");
    for (int i = 0; i < repeats; i++) {
      exchange.serverAck(1, 4);
    }

    exchange.millis(1).data(4, "def");
    assertLast(note);
  }

  @ParameterizedTest
  @CsvSource({"19800, fast-retransmission", "19900, retransmission"})
  void a_fast_retransmission_comes_within_20_ms(long micros, String note) {
    exchange.handshake().data(1, "abc").serverAck(1, 4).data(7, "ghi").serverAck(1, 4);
    exchange.serverAck(1, 4).micros(micros).data(4, "def");

    assertLast(note);
  }

  @ParameterizedTest
  @CsvSource({
    "7, ghi, fast-retransmission",
    "10, jkl, retransmission",
    "11, k, retransmission",
    "9, ijk, fast-retransmission",
    "12, lm, fast-retransmission",
    "16, pqr, retransmission",
    "13, mno, fast-retransmission",
  })
  void selective_acknowledgments_ask_for_what_they_leave_out(int seq, String text, String note) {
    exchange.handshake().data(1, "abc").serverAck(1, 4).data(10, "jkl").data(16, "pqrs");
    for (int i = 0; i < 3; i++) {
      exchange.feed(sack(4, 16, 19, 10, 13));
    }

    exchange.millis(1).data(seq, text);
    assertLast(note);
  }

  @Test
  void bytes_that_are_selectively_acknowledged_no_more_are_asked_for() {
    exchange.handshake().data(1, "abc").serverAck(1, 4).data(10, "jkl").data(16, "pqrs");
    exchange.feed(sack(4, 10, 13, 16, 19)).feed(sack(4, 10, 13, 16, 19)).feed(sack(4, 10, 13));

    exchange.millis(1).data(16, "pqr");
    assertLast("fast-retransmission");
  }

  @Test
  void four_ranges_of_bytes_may_be_selectively_acknowledged() {
    exchange.handshake().data(1, "abc").serverAck(1, 4).data(10, "jklmnopqrst");
    for (int i = 0; i < 2; i++) {
      exchange.feed(sack(4, 10, 11, 12, 13, 14, 15, 16, 17));
    }

    exchange.millis(1).data(16, "p");
    assertLast("retransmission");
    exchange.data(17, "q");
    assertLast("fast-retransmission");
  }

  @Test
  void selective_acknowledgments_count_until_the_next_segment() {
    exchange.handshake().data(1, "abc").serverAck(1, 4).data(10, "jkl");
    exchange.feed(sack(4, 10, 13)).feed(sack(4, 10, 13)).serverAck(1, 4);

    exchange.millis(1).data(7, "ghi");
    assertLast("retransmission");
  }

  @ParameterizedTest
  @CsvSource({"2800, out-of-order", "2900, retransmission"})
  void without_a_handshake_segments_overtake_within_3_ms(long micros, String note) {
    exchange.data(4, "def").micros(micros).data(1, "abc");

    assertLast(note);
  }

  @ParameterizedTest
  @CsvSource({"5000, out-of-order", "5100, retransmission"})
  void segments_overtake_within_the_time_of_the_handshake(long micros, String note) {
    exchange.client(TcpFlags.SYN, 0, 0, "").millis(5).server(SYN_ACK, 0, 1, "").ack(1, 1);
    exchange.data(4, "def").micros(micros).data(1, "abc");

    assertLast(note);
  }

  @Test
  void the_last_segment_again_did_not_overtake() {
    exchange.handshake().data(1, "abc").data(1, "abc");

    assertLast("retransmission");
  }

  @Test
  void what_was_seen_before_did_not_overtake_however_soon_it_comes_again() {
    exchange.client(TcpFlags.SYN, 0, 0, "").millis(5).server(SYN_ACK, 0, 1, "").ack(1, 1);
    exchange.data(1, "abc").data(4, "def").data(10, "jkl").data(4, "def");

    assertLast("retransmission");
    exchange.data(7, "ghi");
    assertLast("out-of-order");
    exchange.data(7, "ghi");
    assertLast("retransmission");
  }

  @Test
  void a_segment_that_begins_in_a_hole_and_ends_behind_it_was_cut_anew_and_so_sent_again() {
    exchange.client(TcpFlags.SYN, 0, 0, "").millis(5).server(SYN_ACK, 0, 1, "").ack(1, 1);
    exchange.data(1, "abc").data(7, "ghi").data(13, "mno").data(4, "defg");

    assertLast("retransmission");
  }

  @Test
  void new_data_does_not_make_a_hole_any_younger() {
    exchange.client(TcpFlags.SYN, 0, 0, "").millis(5).server(SYN_ACK, 0, 1, "").ack(1, 1);
    exchange.data(1, "abc").data(7, "ghi").millis(6).data(10, "jkl").data(4, "def");

    assertLast("retransmission");
  }

  @Test
  void what_comes_within_a_round_trip_cannot_have_been_asked_for() {
    exchange.client(TcpFlags.SYN, 0, 0, "").millis(5).server(SYN_ACK, 0, 1, "").ack(1, 1);
    exchange.data(1, "abc").serverAck(1, 4).data(7, "ghi");
    exchange.serverAck(1, 4).serverAck(1, 4).serverAck(1, 4).data(4, "def");

    assertLast("out-of-order");
  }

  @Test
  void what_was_acknowledged_before_did_not_overtake() {
    exchange.client(TcpFlags.SYN, 0, 0, "").millis(5).server(SYN_ACK, 0, 1, "").ack(1, 1);
    exchange.data(1, "abc").data(7, "ghi").serverAck(1, 10).data(4, "def");

    assertLast("retransmission");
  }

  @Test
  void a_reset_without_an_acknowledgment_acknowledges_nothing() {
    exchange.client(TcpFlags.SYN, 0, 0, "").millis(5).server(SYN_ACK, 0, 1, "").ack(1, 1);
    exchange.data(1, "abc").data(7, "ghi").server(TcpFlags.RST, 1, 0x40000000, "").data(4, "def");

    assertLast("out-of-order");
  }

  @Test
  void a_fin_again_is_a_retransmission() {
    exchange.handshake().client(FIN_ACK, 1, 1, "").millis(300).client(FIN_ACK, 1, 1, "");

    assertLast("retransmission");
  }

  @Test
  void an_empty_acknowledgment_from_before_carries_nothing_again() {
    exchange.handshake().data(1, "abcdef").millis(300).ack(1, 1);

    assertLast();
  }

  @Test
  void data_from_the_last_byte_on_is_new_unless_it_was_acknowledged() {
    exchange.handshake().data(1, "abc").millis(300).data(3, "cde");
    assertLast();

    Exchange acked = new Exchange();
    acked.handshake().data(1, "abc").serverAck(1, 6).millis(300).data(3, "cde");
    assertEquals(List.of("retransmission"), acked.lastNotes());

    Exchange lessAcked = new Exchange();
    lessAcked.handshake().data(1, "abc").serverAck(1, 5).millis(300).data(3, "cde");
    assertEquals(List.of(), lessAcked.lastNotes());
  }

  @Test
  void the_last_byte_again_with_a_fin_is_a_retransmission() {
    exchange.handshake().data(1, "abc").millis(300).client(FIN_ACK, 3, 1, "c");

    assertLast("retransmission");
  }

  @Test
  void a_byte_taken_from_a_probe_opens_the_window_and_is_no_longer_new() {
    exchange.handshake().data(1, "abc").feed(server(1, 4, 0)).millis(200).data(4, "d");
    exchange.feed(server(1, 5, 5000));
    assertLast("window-update");

    exchange.data(5, "ef");
    assertLast();
  }

  @Test
  void a_byte_taken_from_a_probe_without_a_window_is_no_update() {
    exchange.handshake().data(1, "abc").feed(server(1, 4, 0)).millis(200).data(4, "d");

    exchange.feed(server(1, 5, 0));
    assertLast("zero-window");
  }

  @Test
  void more_than_the_byte_of_a_probe_was_not_seen() {
    exchange.handshake().data(1, "abc").feed(server(1, 4, 0)).millis(200).data(4, "d");

    exchange.feed(server(1, 6, 5000));
    assertLast("acked-unseen");
  }

  @Test
  void a_probes_byte_that_comes_with_data_of_the_receivers_was_not_taken_by_a_probe_answer() {
    exchange.handshake().data(1, "abc").feed(server(1, 4, 0)).millis(200).data(4, "d");

    exchange.feed(server(3, 5, 5000));
    assertLast("previous-segment-lost", "acked-unseen");
  }

  @Test
  void one_byte_beyond_without_a_probe_was_not_seen() {
    exchange.handshake().data(1, "abc").serverAck(1, 4).serverAck(1, 5);

    assertLast("acked-unseen");
  }

  @Test
  void unseen_bytes_are_acknowledged_once() {
    exchange.handshake().data(1, "abc").serverAck(1, 10);
    assertLast("acked-unseen");

    exchange.serverAck(1, 10);
    assertLast("dup-ack");
  }

  @Test
  void bytes_behind_a_hole_are_seen_when_the_hole_is_filled() {
    exchange.handshake().data(1, "abc").data(7, "ghi").serverAck(1, 10);
    assertLast("acked-unseen");

    Exchange filled = new Exchange();
    filled.handshake().data(1, "abc").data(7, "ghi").millis(1).data(4, "def").serverAck(1, 10);
    assertEquals(List.of(), filled.lastNotes());
  }

  @Test
  void what_the_other_end_sent_before_the_capture_was_not_looked_for() {
    exchange.serverAck(1, 700).serverAck(1, 800);

    assertLast();
  }

  @Test
  void a_keep_alive_has_one_byte_at_most() {
    exchange.handshake().data(1, "abc").serverAck(1, 4).millis(7000).data(3, "c");
    assertLast("keep-alive");

    exchange.millis(7000).data(2, "bc");
    assertLast("retransmission");
  }

  @Test
  void a_zero_window_again_is_no_window_update() {
    exchange.handshake().data(1, "abc").feed(server(1, 4, 100)).feed(server(1, 4, 0));
    assertLast("zero-window");

    exchange.feed(server(1, 4, 0));
    assertLast("zero-window");
  }

  @Test
  void only_data_fills_a_window() {
    exchange.handshake().feed(server(1, 1, 3)).data(1, "abc");
    assertLast("window-full");

    exchange.ack(4, 1);
    assertLast("dup-ack");
  }

  @Test
  void a_window_whose_scale_was_not_seen_is_never_full() {
    exchange.feed(server(1, 1, 3)).data(1, "abc");

    assertLast();
  }

  @ParameterizedTest
  @ValueSource(ints = {TcpFlags.RST, TcpFlags.RST | TcpFlags.ACK})
  void a_reset_beyond_a_hole_is_no_lost_segment(int flags) {
    exchange.handshake().data(1, "abc").client(flags, 40, 1, "");

    assertLast();
  }

  @Test
  void a_wrong_checksum_is_noted_where_checksums_are_verified() {
    byte[] ip = exchange.packet(true, TcpFlags.ACK, 1, 1, "abc").ip();
    ip[ip.length - 1]++;
    CapturedPacket captured = new CapturedPacket();
    captured.set(1, 0, LinkType.RAW, ByteBuffer.wrap(ip), 0, ip.length, ip.length, true);
    for (boolean verified : new boolean[] {true, false}) {
      Segment segment = new Segment();
      assertEquals(PacketParser.Kind.TCP, new PacketParser(verified).parse(captured, segment));
      List<String> labels = new ArrayList<>();
      FlowTracker tracker =
          new FlowTracker(
              FlowLimits.DEFAULT,
              opened ->
                  new StreamListener() {
                    @Override
                    public void segment(Segment told, Direction way, int notes) {
                      labels.addAll(Note.labels(notes));
                    }
                  });
      tracker.accept(segment);
      assertEquals(verified ? List.of("bad-checksum") : List.of(), labels);
    }
  }
}
