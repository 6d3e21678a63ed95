package io.recvq.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.PacketBuilder;
import io.recvq.wire.PacketParser.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketParserTest {
  private static final int VLAN = 0x8100;
  private static final int QINQ = 0x88a8;

  private final PacketParser parser = new PacketParser(true);
  private final CapturedPacket packet = new CapturedPacket();
  private final Segment segment = new Segment();
  private long number;
  private long nanos = 1_000;

  private static PacketBuilder v4() {
    return PacketBuilder.tcp("10.0.0.1:40000", "192.168.255.2:80").payload(text("hello"));
  }

  private static PacketBuilder v6() {
    return PacketBuilder.tcp("[fd00::1]:40000", "[2001:db8::ff02]:443").payload(text("hello"));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Kind parse(int linkType, byte[] bytes) {
    return parse(linkType, bytes, bytes.length, bytes.length);
  }

  private Kind parse(int linkType, byte[] bytes, int captured, int wire) {
    // What lies around a packet in a file must not be looked at.
    byte[] around = new byte[captured + 14];
    Arrays.fill(around, (byte) 0x46);
    System.arraycopy(bytes, 0, around, 7, captured);
    ByteBuffer buffer = ByteBuffer.wrap(around);
    packet.set(++number, nanos, linkType, buffer, 7, captured, wire, true);
    return parser.parse(packet, segment);
  }

  private String payload() {
    byte[] bytes = new byte[segment.payloadCaptured()];
    segment.buffer().get(segment.payloadOffset(), bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void assertHello(Kind kind) {
    assertEquals(Kind.TCP, kind);
    assertEquals("hello", payload());
    assertEquals(5, segment.payloadLength());
    assertFalse(segment.checksumWrong());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        LinkType.ETHERNET,
        LinkType.LINUX_SLL,
        LinkType.LINUX_SLL2,
        LinkType.NULL,
        LinkType.LOOP,
        LinkType.RAW,
        LinkType.RAW_DLT,
        LinkType.RAW_OPENBSD,
      })
  void each_link_type_carries_both_versions_of_ip(int linkType) {
    assertHello(parse(linkType, v4().link(linkType)));
    assertEquals("10.0.0.1:40000", segment.source().toString());
    assertEquals("192.168.255.2:80", segment.target().toString());

    assertHello(parse(linkType, v6().link(linkType)));
    assertEquals("[fd00::1]:40000", segment.source().toString());
    assertEquals("[2001:db8::ff02]:443", segment.target().toString());
  }

  @Test
  void ip_link_types_carry_their_version() {
    assertHello(parse(LinkType.IPV4, v4().ip()));
    assertHello(parse(LinkType.IPV6, v6().ip()));
  }

  @Test
  void null_link_header_may_be_of_either_byte_order_and_any_system() {
    for (int family : new int[] {2, 10, 24, 28, 30}) {
      byte[] little = v6().link(LinkType.NULL);
      little[0] = (byte) family;
      assertHello(parse(LinkType.NULL, little));
      byte[] big = v6().link(LinkType.LOOP);
      big[3] = (byte) family;
      assertHello(parse(LinkType.NULL, big));
    }
  }

  @Test
  void vlan_tags_are_passed_over() {
    assertHello(parse(LinkType.ETHERNET, v4().link(LinkType.ETHERNET, VLAN)));
    assertHello(parse(LinkType.ETHERNET, v6().link(LinkType.ETHERNET, QINQ, VLAN)));
    assertHello(parse(LinkType.ETHERNET, v4().link(LinkType.ETHERNET, 0x9100, VLAN)));
    assertHello(parse(LinkType.LINUX_SLL, v4().link(LinkType.LINUX_SLL, VLAN)));
  }

  @Test
  void other_protocols_are_other() {
    byte[] arp = v4().link(LinkType.ETHERNET);
    arp[13] = 6;
    byte[] udp = v4().ip();
    udp[9] = 17;
    byte[] icmp6 = v6().ip();
    icmp6[6] = 58;

    assertEquals(Kind.OTHER, parse(LinkType.ETHERNET, arp));
    assertEquals(Kind.OTHER, parse(LinkType.RAW, udp));
    assertEquals(Kind.OTHER, parse(LinkType.RAW, icmp6));
    assertEquals(Kind.UNKNOWN_LINK, parse(147, v4().ip()));
  }

  private void assertTunnel(Tunnel tunnel, int linkType, byte[] packet) {
    assertEquals(Kind.TUNNEL, parse(linkType, packet));
    assertEquals(tunnel, parser.tunnel());
  }

  @ParameterizedTest
  @CsvSource({"8864, PPPOE", "8847, MPLS", "8848, MPLS", "88e5, MACSEC"})
  void tunnels_are_known_by_their_ether_type(String hex, Tunnel tunnel) {
    byte[] packet = v4().link(LinkType.ETHERNET);
    ByteBuffer.wrap(packet).putShort(12, (short) Integer.parseInt(hex, 16));

    assertTunnel(tunnel, LinkType.ETHERNET, packet);
  }

  @ParameterizedTest
  @CsvSource({"4, IP_IN_IP", "41, IP_IN_IP", "47, GRE", "50, ESP", "115, L2TP"})
  void tunnels_are_known_by_their_ip_protocol(int protocol, Tunnel tunnel) {
    byte[] four = v4().ip();
    four[9] = (byte) protocol;
    byte[] six = v6().ip();
    six[6] = (byte) protocol;

    assertTunnel(tunnel, LinkType.RAW, four);
    assertTunnel(tunnel, LinkType.RAW, six);
  }

  @ParameterizedTest
  @CsvSource({"4789, VXLAN", "8472, VXLAN", "6081, GENEVE", "2152, GTP", "1701, L2TP"})
  void tunnels_are_known_by_their_udp_port(int port, Tunnel tunnel) {
    byte[] packet = PacketBuilder.tcp("10.0.0.1:40000", "10.0.0.2:" + port).ip();
    packet[9] = 17;

    assertTunnel(tunnel, LinkType.RAW, packet);
    // Behind the first fragment stands no port.
    packet[7] = 1;
    assertEquals(Kind.OTHER, parse(LinkType.RAW, packet));
    packet[7] = 0;
    assertEquals(Kind.OTHER, parse(LinkType.RAW, packet, 27, packet.length));
  }

  @Test
  void ip_behind_a_length_of_802_3_is_known() {
    byte[] packet = new byte[14 + 8];
    packet[13] = 8;
    ByteBuffer.wrap(packet).putInt(14, 0xaaaa0300).putInt(18, 0x0800);
    assertTunnel(Tunnel.SNAP, LinkType.ETHERNET, packet);

    packet[14] = 0x42;
    assertEquals(Kind.OTHER, parse(LinkType.ETHERNET, packet));
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 2, 4", "2, 1, 2, 4", "4, 1, 1, 4", "0, 0, -, 4", "3, 1, -, 4", "0, 1, -, 1"})
  void a_connection_is_with_the_last_stop_of_a_route(
      int type, int stopsLeft, String stop, int units) {
    byte[] route = new byte[7 + 8 * units];
    route[0] = (byte) units;
    route[1] = (byte) type;
    route[2] = (byte) stopsLeft;
    for (int at = 1; 16 * at < route.length; at++) {
      route[6 + 16 * at] = (byte) at;
    }
    assertEquals(Kind.TCP, parse(LinkType.RAW, v6().extension(43, route).ip()));

    String whole = stop.equals("-") ? "2001:db8::ff02" : "::" + stop;
    assertEquals("[" + whole + "]:443", segment.target().toString());
  }

  @Test
  void header_fields_are_read_unsigned() {
    PacketBuilder built =
        PacketBuilder.tcp("255.255.255.255:65535", "128.0.0.1:65534")
            .seq(-2)
            .ack(-3)
            .flags(0x1ff)
            .window(0xffff);

    assertEquals(Kind.TCP, parse(LinkType.RAW, built.ip()));

    assertEquals("255.255.255.255:65535", segment.source().toString());
    assertEquals("128.0.0.1:65534", segment.target().toString());
    assertEquals(-2, segment.seq());
    assertEquals(-3, segment.ack());
    assertEquals(0xffff, segment.window());
    assertEquals("FIN, SYN, RST, PSH, ACK, URG, ECE, CWR, AE", TcpFlags.names(segment.flags()));
    assertEquals(2, segment.sequenceLength());
  }

  @Test
  void tcp_options_are_read() {
    int[] options = {2, 4, 5, 0xb4, 4, 2, 8, 10, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 7, 1, 3, 3, 7};
    assertEquals(Kind.TCP, parse(LinkType.RAW, v4().options(options).ip()));

    TcpOptions read = new TcpOptions();
    segment.readOptions(read);
    assertEquals(1460, read.maxSegmentBytes());
    assertTrue(read.sackPermitted());
    assertTrue(read.hasTimestamps());
    assertEquals(0xffffffffL, read.timestamp());
    assertEquals(7, read.timestampEcho());
    assertEquals(7, read.windowShift());
    assertEquals("hello", payload());
  }

  @Test
  void selective_acknowledgments_are_read() {
    int[] options = {1, 1, 5, 18, 0, 0, 0, 1, 0, 0, 0, 2, 0xff, 0xff, 0xff, 0xfe, 0, 0, 0, 9};
    assertEquals(Kind.TCP, parse(LinkType.RAW, v4().options(options).ip()));

    TcpOptions read = new TcpOptions();
    assertTrue(segment.mayHaveSack());
    segment.readOptions(read);
    assertEquals(2, read.sackBlocks());
    assertEquals(1, read.sackLeft(0));
    assertEquals(-2, read.sackLeft(1));
    assertEquals(9, read.sackRight(1));
  }

  @Test
  void tcp_options_that_do_not_fit_are_left_out() {
    for (int size : new int[] {0, 1, 200}) {
      assertEquals(Kind.TCP, parse(LinkType.RAW, v4().options(1, 3, size, 7).ip()));
      TcpOptions read = new TcpOptions();
      segment.readOptions(read);
      assertEquals(TcpOptions.ABSENT, read.windowShift());
    }
  }

  @Test
  void window_shift_above_14_is_14() {
    assertEquals(Kind.TCP, parse(LinkType.RAW, v4().options(3, 3, 200, 0).ip()));
    TcpOptions read = new TcpOptions();
    segment.readOptions(read);
    assertEquals(14, read.windowShift());
  }

  @Test
  void ipv6_extension_headers_are_passed_over() {
    byte[] eight = new byte[7];
    byte[] sixteen = new byte[15];
    sixteen[0] = 1;
    byte[] authentication = new byte[23];
    authentication[0] = 4;
    byte[] atomicFragment = new byte[7];

    assertHello(parse(LinkType.RAW, v6().extension(0, eight).ip()));
    assertHello(parse(LinkType.RAW, v6().extension(0, sixteen).extension(60, eight).ip()));
    assertHello(parse(LinkType.RAW, v6().extension(51, authentication).ip()));
    assertHello(parse(LinkType.RAW, v6().extension(44, atomicFragment).ip()));
    assertHello(
        parse(
            LinkType.RAW, v6().extension(0, eight).extension(43, eight).extension(60, eight).ip()));
  }

  @Test
  void ipv6_extension_header_beyond_the_datagram_is_damage() {
    byte[] tooLong = new byte[7];
    tooLong[0] = 100;

    assertEquals(Kind.DAMAGED, parse(LinkType.RAW, v6().extension(0, tooLong).ip()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void fragments_in_any_order_become_the_segment(boolean six) {
    byte[] large = new byte[3000];
    new Random(1).nextBytes(large);
    for (int seed = 0; seed < 50; seed++) {
      PacketBuilder built = (six ? v6() : v4()).id(seed).payload(large);
      List<byte[]> fragments = built.fragments(8 * (1 + seed * 7));
      Collections.shuffle(fragments, new Random(seed));
      for (byte[] part : fragments.subList(0, fragments.size() - 1)) {
        assertEquals(Kind.FRAGMENT, parse(LinkType.RAW, part));
      }
      assertEquals(Kind.TCP, parse(LinkType.RAW, fragments.get(fragments.size() - 1)));
      byte[] whole = new byte[segment.payloadCaptured()];
      segment.buffer().get(segment.payloadOffset(), whole);
      assertEquals(ByteBuffer.wrap(large), ByteBuffer.wrap(whole));
      assertFalse(segment.checksumWrong());
      assertEquals(number, segment.number());
    }
    assertEquals(0, parser.incompleteDatagrams());
  }

  @Test
  void fragments_that_begin_with_an_extension_header_become_the_segment() {
    byte[] padding = {0, 1, 4, 0, 0, 0, 0};
    PacketBuilder built = v6().extension(60, padding).id(9).payload(new byte[100]);
    List<byte[]> fragments = built.fragments(48);
    Collections.reverse(fragments);

    assertEquals(Kind.FRAGMENT, parse(LinkType.RAW, fragments.get(0)));
    assertEquals(Kind.FRAGMENT, parse(LinkType.RAW, fragments.get(1)));
    assertEquals(Kind.TCP, parse(LinkType.RAW, fragments.get(2)));
    assertEquals(100, segment.payloadCaptured());
    assertFalse(segment.checksumWrong());
  }

  @Test
  void fragment_that_is_missing_is_counted() {
    List<byte[]> fragments = v4().fragments(16);

    assertEquals(Kind.FRAGMENT, parse(LinkType.RAW, fragments.get(0)));

    assertEquals(1, parser.incompleteDatagrams());
  }

  @Test
  void fragments_with_the_same_number_after_half_a_minute_are_another_datagram() {
    List<byte[]> fragments = v4().fragments(16);
    assertEquals(Kind.FRAGMENT, parse(LinkType.RAW, fragments.get(0)));

    nanos += 31_000_000_000L;

    assertEquals(Kind.FRAGMENT, parse(LinkType.RAW, fragments.get(1)));
  }

  @Test
  void packet_without_a_time_among_fragments_does_not_age_them() {
    List<byte[]> fragments = v4().fragments(16);
    assertEquals(Kind.FRAGMENT, parse(LinkType.RAW, fragments.get(0)));
    nanos = CapturedPacket.NO_TIME;

    assertHello(parse(LinkType.RAW, fragments.get(1)));
  }

  @Test
  void fragments_of_countless_datagrams_are_bounded() {
    for (int id = 0; id < 2000; id++) {
      assertEquals(Kind.FRAGMENT, parse(LinkType.RAW, v4().id(id).fragments(16).get(0)));
    }

    assertEquals(2000, parser.incompleteDatagrams());
    assertHello(parse(LinkType.RAW, v4().id(1999).fragments(16).get(1)));
    assertEquals(Kind.FRAGMENT, parse(LinkType.RAW, v4().id(1).fragments(16).get(1)));
  }

  @Test
  void fragment_beyond_what_a_datagram_can_be_is_dropped() {
    byte[] last = v4().payload(new byte[100]).fragments(64).get(1);
    last[6] = 0x1f;
    last[7] = (byte) 0xff;

    assertEquals(Kind.FRAGMENT, parse(LinkType.RAW, last));

    assertEquals(1, parser.incompleteDatagrams());
  }

  @Test
  void ip_length_0_means_all_of_the_packet() {
    byte[] four = v4().ip();
    four[2] = 0;
    four[3] = 0;
    byte[] six = v6().ip();
    six[4] = 0;
    six[5] = 0;

    assertEquals(Kind.TCP, parse(LinkType.RAW, four));
    assertEquals("hello", payload());
    assertEquals(Kind.TCP, parse(LinkType.RAW, six));
    assertEquals("hello", payload());
  }

  @Test
  void padding_of_a_short_ethernet_frame_is_no_payload() {
    byte[] frame = Arrays.copyOf(v4().payload().link(LinkType.ETHERNET), 60);

    assertEquals(Kind.TCP, parse(LinkType.ETHERNET, frame));

    assertEquals(0, segment.payloadLength());
    assertEquals(60, segment.packetBytes());
  }

  @Test
  void ip_length_beyond_the_packet_is_believed_only_as_far_as_the_packet() {
    byte[] ip = v4().ip();
    ip[2] = 0x7f;

    assertEquals(Kind.TCP, parse(LinkType.RAW, ip));

    assertEquals(5, segment.payloadLength());
  }

  @Test
  void wrong_checksums_are_told_where_they_can_be_computed() {
    byte[] header = v4().ip();
    header[8]--;
    byte[] data = v4().ip();
    data[data.length - 1]++;
    byte[] six = v6().ip();
    six[six.length - 1]++;

    for (byte[] wrong : List.of(header, data, six)) {
      assertEquals(Kind.TCP, parse(LinkType.RAW, wrong));
      assertTrue(segment.checksumWrong());
    }
    assertEquals(Kind.TCP, parse(LinkType.RAW, data, data.length - 1, data.length));
    assertFalse(segment.checksumWrong());
  }

  @Test
  void packet_kept_in_part_tells_how_much_was_on_the_wire() {
    byte[] ip = v4().ip();

    assertEquals(Kind.TCP, parse(LinkType.RAW, ip, ip.length - 3, ip.length));

    assertEquals("he", payload());
    assertEquals(5, segment.payloadLength());
  }

  @Test
  void packet_kept_in_part_at_each_length_is_cut_or_a_segment() {
    for (int linkType : new int[] {LinkType.ETHERNET, LinkType.NULL, LinkType.LINUX_SLL2}) {
      byte[][] packets = {
        v4().options(1, 1, 1, 1).link(linkType),
        v6().extension(0, new byte[7]).link(linkType),
        v4().link(linkType, linkType == LinkType.ETHERNET ? new int[] {QINQ, VLAN} : new int[0])
      };
      for (byte[] whole : packets) {
        boolean segmentSeen = false;
        for (int kept = 0; kept <= whole.length; kept++) {
          Kind kind = parse(linkType, whole, kept, whole.length);
          assertEquals(segmentSeen || kind == Kind.TCP ? Kind.TCP : Kind.CUT, kind, "kept " + kept);
          segmentSeen |= kind == Kind.TCP;
        }
        assertHello(parse(linkType, whole));
      }
    }
  }

  @Test
  void headers_that_contradict_themselves_are_damaged() {
    byte[] shortIp = v4().ip();
    shortIp[0] = 0x44;
    byte[] longIp = v4().ip();
    longIp[0] = 0x4f;
    byte[] shortTcp = v4().ip();
    shortTcp[32] = 0x40;
    byte[] longTcp = v4().ip();
    longTcp[32] = (byte) 0xf0;
    byte[] small = v4().ip();
    small[3] = 30;

    for (byte[] bad : List.of(shortIp, longIp, shortTcp, longTcp, small)) {
      assertEquals(Kind.DAMAGED, parse(LinkType.RAW, bad));
    }
  }

  @Test
  void random_damage_never_makes_it_fail_nor_read_outside_the_packet() {
    Random random = new Random(7);
    int[] types = {0, 1, 12, 14, 101, 108, 113, 228, 229, 276};
    TcpOptions options = new TcpOptions();
    for (int i = 0; i < 30_000; i++) {
      int type = types[random.nextInt(types.length)];
      PacketBuilder built = random.nextBoolean() ? v4() : v6().extension(0, new byte[7]);
      List<byte[]> parts = built.options(1, 3, 3, 7).id(random.nextInt(3)).fragments(24);
      byte[] ip = random.nextBoolean() ? built.ip() : parts.get(random.nextInt(parts.size()));
      byte[] bytes = PacketBuilder.link(type, ip);
      for (int hits = random.nextInt(5); hits >= 0; hits--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      int kept = random.nextInt(bytes.length + 1);
      ByteBuffer exact = ByteBuffer.wrap(Arrays.copyOf(bytes, kept));
      int wire = random.nextInt(4) == 0 ? random.nextInt() : bytes.length;
      packet.set(i, random.nextLong(), type, exact, 0, kept, wire, true);
      if (parser.parse(packet, segment) == Kind.TCP) {
        segment.readOptions(options);
        assertTrue(segment.payloadCaptured() <= segment.payloadLength());
        assertTrue(segment.payloadCaptured() == 0 || payload() != null);
      }
    }
  }
}
