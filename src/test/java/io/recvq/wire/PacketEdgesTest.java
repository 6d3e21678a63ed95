package io.recvq.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.PacketBuilder;
import io.recvq.wire.PacketParser.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets that end exactly where a header does, and what a segment tells of its packet. */
class PacketEdgesTest {
  private static final int NO_NEXT_HEADER = 59;
  private static final int UDP = 17;

  /** Where the tests' packets lie in their buffer. */
  private static final int AT = 9;

  private final PacketParser parser = new PacketParser(true);
  private final CapturedPacket packet = new CapturedPacket();
  private final Segment segment = new Segment();
  private long nanos = 1_700_000_000_000_000_000L;

  private static PacketBuilder v4() {
    return PacketBuilder.tcp("10.0.0.1:40000", "192.168.255.2:80");
  }

  private static PacketBuilder v6() {
    return PacketBuilder.tcp("[fd00::1]:40000", "[2001:db8::ff02]:443");
  }

  private Kind parse(int linkType, byte[] bytes, int captured) {
    byte[] around = new byte[captured + 2 * AT];
    Arrays.fill(around, (byte) 0x81);
    System.arraycopy(bytes, 0, around, AT, captured);
    packet.set(7, nanos, linkType, ByteBuffer.wrap(around), AT, captured, bytes.length, false);
    return parser.parse(packet, segment);
  }

  private Kind parse(byte[] ip) {
    return parse(LinkType.RAW, ip, ip.length);
  }

  @Test
  void a_link_header_alone_says_what_follows() {
    byte[] arp = new byte[60];
    arp[12] = 0x08;
    arp[13] = 0x06;
    assertEquals(Kind.OTHER, parse(LinkType.ETHERNET, arp, 14));
    assertEquals(Kind.CUT, parse(LinkType.ETHERNET, arp, 13));
    arp[12] = (byte) 0x81;
    arp[13] = 0;
    arp[16] = 0x08;
    arp[17] = 0x06;
    assertEquals(Kind.OTHER, parse(LinkType.ETHERNET, arp, 18));
    assertEquals(Kind.CUT, parse(LinkType.ETHERNET, arp, 17));
  }

  @Test
  void a_header_of_ip_alone_says_what_follows() {
    byte[] four = v4().ip();
    four[9] = UDP;
    assertEquals(Kind.OTHER, parse(LinkType.RAW, four, 20));
    assertEquals(Kind.CUT, parse(LinkType.RAW, four, 19));
    byte[] six = v6().ip();
    six[6] = UDP;
    assertEquals(Kind.OTHER, parse(LinkType.RAW, six, 40));
    assertEquals(Kind.CUT, parse(LinkType.RAW, six, 39));
  }

  @Test
  void a_datagram_of_a_header_alone_is_whole_and_a_shorter_one_is_damaged() {
    byte[] four = Arrays.copyOf(v4().ip(), 20);
    four[9] = UDP;
    four[3] = 20;
    assertEquals(Kind.OTHER, parse(four));
    four[3] = 19;
    assertEquals(Kind.DAMAGED, parse(four));
  }

  @Test
  void an_extension_header_may_be_the_last_thing_in_a_datagram() {
    byte[] whole = Arrays.copyOf(v6().extension(0, new byte[7]).ip(), 48);
    whole[5] = 8;
    whole[40] = NO_NEXT_HEADER;
    assertEquals(Kind.OTHER, parse(whole));
    assertEquals(Kind.CUT, parse(LinkType.RAW, whole, 47));
    whole[5] = 7;
    assertEquals(Kind.DAMAGED, parse(whole), "the datagram ends inside the header");
    whole[5] = 8;
    whole[40] = 6;
    assertEquals(Kind.DAMAGED, parse(whole), "no room for TCP");
  }

  /** RFC 8200 section 4.5: reserved bits are ignored on reception. */
  @Test
  void reserved_bits_do_not_make_a_fragment() {
    byte[] atomic = v6().extension(44, new byte[] {0, 0, 6, 0, 0, 0, 1}).ip();
    assertEquals(Kind.TCP, parse(atomic));
    assertFalse(segment.lasting(), "nothing was put together");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void fragments_of_two_datagrams_are_told_apart_by_their_number(boolean six) {
    PacketBuilder one = (six ? v6() : v4()).id(0x10001).payload(new byte[40]).seq(1);
    List<byte[]> first = one.fragments(32);
    List<byte[]> second = one.id(0x10002).seq(2).fragments(32);
    assertEquals(Kind.FRAGMENT, parse(first.get(0)));
    assertEquals(Kind.FRAGMENT, parse(second.get(0)));
    assertEquals(Kind.TCP, parse(second.get(1)));
    assertEquals(2, segment.seq());
    assertEquals(Kind.TCP, parse(first.get(1)));
    assertEquals(1, segment.seq());
    assertFalse(segment.checksumWrong());
    assertTrue(segment.lasting(), "what was put together is nobody else's");
    assertSame(segment.buffer(), segment.lastingBuffer());
    assertEquals(20, segment.lastingPosition(20));
  }

  @ParameterizedTest
  @CsvSource({"0, TCP", "1, FRAGMENT"})
  void fragments_are_awaited_for_half_a_minute(long beyond, Kind kind) {
    List<byte[]> fragments = v4().fragments(16);
    assertEquals(Kind.FRAGMENT, parse(fragments.get(0)));
    nanos += 30_000_000_000L + beyond;
    assertEquals(kind, parse(fragments.get(1)));
  }

  @ParameterizedTest
  @CsvSource({"65515, TCP", "65516, FRAGMENT"})
  void a_datagram_has_65535_bytes_at_most(int payload, Kind kind) {
    List<byte[]> fragments = v4().payload(new byte[payload]).fragments(8192);
    for (byte[] part : fragments.subList(0, fragments.size() - 1)) {
      assertEquals(Kind.FRAGMENT, parse(part));
    }
    assertEquals(kind, parse(fragments.get(fragments.size() - 1)));
    if (kind == Kind.TCP) {
      assertEquals(payload, segment.payloadLength());
      assertFalse(segment.checksumWrong());
    }
  }

  @Test
  void a_fragment_that_is_not_the_last_has_a_multiple_of_eight_bytes() {
    List<byte[]> fragments = v4().payload(new byte[12]).fragments(16);
    byte[] odd = Arrays.copyOf(fragments.get(0), 20 + 15);
    odd[3] = 35;
    assertEquals(Kind.FRAGMENT, parse(odd));
    assertEquals(1, parser.incompleteDatagrams());
    assertEquals(Kind.FRAGMENT, parse(fragments.get(1)));
    assertEquals(Kind.TCP, parse(fragments.get(0)), "it does not count");
  }

  @Test
  void a_fragment_without_bytes_brings_nothing() {
    List<byte[]> fragments = v4().fragments(16);
    byte[] empty = Arrays.copyOf(fragments.get(0), 20);
    empty[3] = 20;
    assertEquals(Kind.FRAGMENT, parse(empty));
    assertEquals(Kind.FRAGMENT, parse(fragments.get(1)));
    assertEquals(Kind.TCP, parse(fragments.get(0)));
  }

  @Test
  void what_follows_a_datagram_is_no_payload() {
    for (PacketBuilder each : List.of(v4(), v6())) {
      byte[] frame = each.payload((byte) 'a', (byte) 'b').link(LinkType.ETHERNET);
      byte[] checked = Arrays.copyOf(frame, frame.length + 4);
      assertEquals(Kind.TCP, parse(LinkType.ETHERNET, checked, checked.length));
      assertEquals(2, segment.payloadLength());
      assertEquals(2, segment.payloadCaptured());
      assertFalse(segment.checksumWrong());
    }
  }

  @Test
  void a_segment_tells_its_addresses_ports_flags_and_packet() {
    assertEquals(Kind.TCP, parse(v4().flags(0x12).ip()));
    assertFalse(segment.v6());
    assertEquals(0x0a000001L, segment.sourceLow());
    assertEquals(0xc0a8ff02L, segment.targetLow());
    assertEquals(0, segment.sourceHigh() | segment.targetHigh());
    assertEquals(40000, segment.sourcePort());
    assertEquals(80, segment.targetPort());
    assertEquals(0x12, segment.flags());
    assertEquals(1, segment.sequenceLength(), "SYN is one");
    assertTrue(segment.has(TcpFlags.SYN) && segment.has(TcpFlags.ACK));
    assertFalse(segment.has(TcpFlags.FIN) || segment.has(TcpFlags.RST));
    assertEquals("SYN, ACK", TcpFlags.names(segment.flags()));
    assertEquals("ACK", TcpFlags.names(0xf010), "the header's length is no flag");
    assertEquals(7, segment.number());
    assertEquals(nanos, segment.timeNanos());

    assertEquals(Kind.TCP, parse(v6().ip()));
    assertTrue(segment.v6());
    assertEquals(0xfd00000000000000L, segment.sourceHigh());
    assertEquals(1, segment.sourceLow());
    assertEquals(0x20010db800000000L, segment.targetHigh());
    assertEquals(0xff02, segment.targetLow());
  }

  @Test
  void a_packets_bytes_last_where_it_says() {
    byte[] ip = v4().payload((byte) 'a').ip();
    assertEquals(Kind.TCP, parse(ip));
    assertFalse(segment.lasting());
    assertFalse(packet.lasting());
    ByteBuffer other = ByteBuffer.allocate(ip.length + 4).put(4, ip);
    packet.lastIn(other, 4);
    assertEquals(Kind.TCP, parser.parse(packet, segment));
    assertTrue(segment.lasting());
    assertSame(other, segment.lastingBuffer());
    assertEquals('a', other.get(segment.lastingPosition(segment.payloadOffset())));
  }

  @ParameterizedTest
  @CsvSource({
    "'', false",
    "01010101, false",
    "0402, false",
    "0101080a0000000100000002, false",
    "0402080a0000000100000002, true",
    "0101050a0000000100000002, true",
    "0101080a00000001000000020101050a0000000100000002, true",
  })
  void only_options_that_have_room_for_it_may_hold_a_selective_acknowledgment(
      String hex, boolean mayBe) {
    int[] options = new int[hex.length() / 2 + 3 & ~3];
    for (int i = 0; i < hex.length(); i += 2) {
      options[i / 2] = Integer.parseInt(hex, i, i + 2, 16);
    }
    assertEquals(Kind.TCP, parse(v4().options(options).ip()));
    assertEquals(mayBe, segment.mayHaveSack());
  }

  @Test
  void not_every_link_type_is_known() {
    assertEquals(Kind.UNKNOWN_LINK, parse(147, new byte[20], 20));
  }
}
