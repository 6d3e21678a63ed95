package io.recvq.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.Needs;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.LinkType;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcap4j.core.BpfProgram;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;

class PacketFilterTest {
  @BeforeEach
  void needs() {
    Needs.libpcap();
  }

  private static CapturedPacket packet(int linkType, byte[] bytes, int wireBytes) {
    CapturedPacket packet = new CapturedPacket();
    packet.set(1, 0, linkType, ByteBuffer.wrap(bytes), 0, bytes.length, wireBytes, true);
    return packet;
  }

  /** An Ethernet frame of TCP over IPv4 from 10.0.0.1:1000 to 10.0.0.2:80, then random damage. */
  private static byte[] frame(Random random) {
    byte[] bytes = new byte[54 + random.nextInt(40)];
    random.nextBytes(bytes);
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    frame.putShort(12, (short) (random.nextInt(4) == 0 ? 0x86dd : 0x0800));
    frame.put(14, (byte) (0x45 + random.nextInt(3)));
    frame.putShort(16, (short) (bytes.length - 14));
    frame.putShort(20, (short) (random.nextInt(5) == 0 ? random.nextInt() : 0));
    frame.put(23, (byte) (random.nextBoolean() ? 6 : 17));
    frame.putInt(26, 0x0a000001 + random.nextInt(2)).putInt(30, 0x0a000001 + random.nextInt(2));
    frame.putShort(34, (short) (random.nextBoolean() ? 1000 : 80));
    frame.putShort(36, (short) (random.nextBoolean() ? 1000 : 80));
    return Arrays.copyOf(bytes, random.nextInt(8) == 0 ? random.nextInt(54) : bytes.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp port 80",
        "host 10.0.0.1 and not port 1000",
        "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0",
        "ip6",
        "less 60",
        "udp and dst portrange 100-2000 or ip[0] & 0xf > 5",
        "ether[0] % 3 = 1 and ip[8] / 2 > 30 and (ip[9] << 2) != 24",
        "net 10.0.0.0/31 or vlan",
      })
  void agreesWithLibpcapOnRandomPackets(String expression) throws Exception {
    PacketFilter ours = PacketFilter.compile(expression, LinkType.ETHERNET);
    BpfProgram theirs =
        Pcaps.compileFilter(
            262_144,
            DataLinkType.EN10MB,
            expression,
            BpfCompileMode.OPTIMIZE,
            (Inet4Address) InetAddress.getByName("255.255.255.255"));
    Random random = new Random(20260105);
    int accepted = 0;
    for (int i = 0; i < 5000; i++) {
      byte[] bytes = frame(random);
      boolean expected = theirs.applyFilter(bytes, bytes.length, bytes.length);
      accepted += expected ? 1 : 0;
      assertEquals(expected, ours.matches(packet(LinkType.ETHERNET, bytes, bytes.length)));
    }
    theirs.free();
    assertTrue(accepted > 0 && accepted < 5000, accepted + " accepted");
  }

  @Test
  void oneFilterServesSeveralLinkTypes() throws Exception {
    PacketFilter filter = PacketFilter.compile("udp", LinkType.ETHERNET);
    byte[] raw = new byte[28];
    raw[0] = 0x45;
    raw[9] = 17;
    assertTrue(filter.matches(packet(LinkType.RAW, raw, 28)));
    assertFalse(filter.matches(packet(LinkType.ETHERNET, raw, 28)));
  }

  @Test
  void aWrongFilterSaysSo() {
    FilterException e =
        assertThrows(
            FilterException.class, () -> PacketFilter.compile("port port", LinkType.ETHERNET));
    String said = "the filter 'port port' is wrong: syntax error; ";
    assertTrue(e.getMessage().startsWith(said), e.getMessage());
  }
}
