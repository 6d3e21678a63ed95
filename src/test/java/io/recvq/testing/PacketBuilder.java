package io.recvq.testing;

import io.recvq.net.Endpoint;
import io.recvq.wire.LinkType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds one TCP packet byte by byte, with right checksums: segment, IP datagram with extension
 * headers or cut into fragments, link header. Written apart from the parser, from the RFCs.
 */
public final class PacketBuilder {
  private static final int PROTOCOL_TCP = 6;
  private static final int FRAGMENT_HEADER = 44;

  private final Endpoint source;
  private final Endpoint target;
  private int seq;
  private int ack;
  private int flags = 0x10;
  private int window = 65_000;
  private byte[] options = {};
  private byte[] payload = {};
  private int id = 1;
  private final List<byte[]> extensions = new ArrayList<>();
  private final List<Integer> extensionTypes = new ArrayList<>();

  private PacketBuilder(Endpoint source, Endpoint target) {
    this.source = source;
    this.target = target;
  }

  /** A segment between two ends, written {@code 10.0.0.1:40000} or {@code [fd00::1]:40000}. */
  public static PacketBuilder tcp(String source, String target) {
    return new PacketBuilder(Endpoint.parse(source), Endpoint.parse(target));
  }

  public PacketBuilder seq(int value) {
    seq = value;
    return this;
  }

  public PacketBuilder ack(int value) {
    ack = value;
    return this;
  }

  public PacketBuilder flags(int value) {
    flags = value;
    return this;
  }

  public PacketBuilder window(int value) {
    window = value;
    return this;
  }

  /** TCP options, a multiple of four bytes. */
  public PacketBuilder options(int... bytes) {
    options = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      options[i] = (byte) bytes[i];
    }
    return this;
  }

  public PacketBuilder payload(byte... bytes) {
    payload = bytes.clone();
    return this;
  }

  /** The IP identification, which fragments of a datagram share. */
  public PacketBuilder id(int value) {
    id = value;
    return this;
  }

  /** An IPv6 extension header, without its first byte, which names what follows. */
  public PacketBuilder extension(int type, byte... rest) {
    extensionTypes.add(type);
    extensions.add(rest);
    return this;
  }

  /** The TCP segment alone. */
  public byte[] segment() {
    ByteBuffer out = ByteBuffer.allocate(20 + options.length + payload.length);
    out.putShort((short) source.port()).putShort((short) target.port()).putInt(seq).putInt(ack);
    out.putShort((short) (5 + options.length / 4 << 12 | flags)).putShort((short) window);
    out.putInt(0).put(options).put(payload);
    ByteArrayOutputStream pseudo = new ByteArrayOutputStream();
    pseudo.writeBytes(source.address().toBytes());
    pseudo.writeBytes(target.address().toBytes());
    pseudo.writeBytes(ByteBuffer.allocate(8).putInt(out.capacity()).putInt(PROTOCOL_TCP).array());
    pseudo.writeBytes(out.array());
    out.putShort(16, checksum(pseudo.toByteArray()));
    return out.array();
  }

  /** The whole IP datagram. */
  public byte[] ip() {
    return source.address().v6() ? ipv6(segment()) : ipv4(segment(), 0, 0x4000);
  }

  private byte[] ipv4(byte[] body, int offset, int flagBits) {
    ByteBuffer out = ByteBuffer.allocate(20 + body.length);
    out.put((byte) 0x45).put((byte) 0).putShort((short) out.capacity()).putShort((short) id);
    out.putShort((short) (flagBits | offset / 8)).put((byte) 64).put((byte) PROTOCOL_TCP);
    out.putShort((short) 0).put(source.address().toBytes()).put(target.address().toBytes());
    out.putShort(10, checksum(Arrays.copyOf(out.array(), 20)));
    return out.put(body).array();
  }

  private byte[] ipv6(byte[] body) {
    return ipv6(firstHeader(), behindExtensions(body));
  }

  private ByteArrayOutputStream behindExtensions(byte[] body) {
    ByteArrayOutputStream chain = new ByteArrayOutputStream();
    for (int i = 0; i < extensions.size(); i++) {
      boolean last = i + 1 == extensions.size();
      chain.write(last ? PROTOCOL_TCP : extensionTypes.get(i + 1));
      chain.writeBytes(extensions.get(i));
    }
    chain.writeBytes(body);
    return chain;
  }

  private int firstHeader() {
    return extensionTypes.isEmpty() ? PROTOCOL_TCP : extensionTypes.get(0);
  }

  private byte[] ipv6(int next, ByteArrayOutputStream body) {
    ByteBuffer out = ByteBuffer.allocate(40 + body.size());
    out.putInt(0x60000000).putShort((short) body.size()).put((byte) next).put((byte) 64);
    out.put(source.address().toBytes()).put(target.address().toBytes());
    return out.put(body.toByteArray()).array();
  }

  /**
   * The datagram in fragments of this many bytes of payload, a multiple of eight; extension headers
   * are in what is cut.
   */
  public List<byte[]> fragments(int size) {
    byte[] body = source.address().v6() ? behindExtensions(segment()).toByteArray() : segment();
    List<byte[]> all = new ArrayList<>();
    for (int at = 0; at < body.length; at += size) {
      byte[] part = Arrays.copyOfRange(body, at, Math.min(body.length, at + size));
      boolean more = at + part.length < body.length;
      if (source.address().v6()) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(8).put((byte) firstHeader()).put((byte) 0);
        out.writeBytes(header.putShort((short) (at | (more ? 1 : 0))).putInt(id).array());
        out.writeBytes(part);
        all.add(ipv6(FRAGMENT_HEADER, out));
      } else {
        all.add(ipv4(part, at, more ? 0x2000 : 0));
      }
    }
    return all;
  }

  /** The datagram behind the header of a link type, and VLAN tags where the type has them. */
  public byte[] link(int linkType, int... vlanTypes) {
    return link(linkType, ip(), vlanTypes);
  }

  /** A datagram behind the header of a link type, the outermost VLAN tag's EtherType first. */
  public static byte[] link(int linkType, byte[] ip, int... vlanTypes) {
    boolean v6 = (ip[0] & 0xf0) == 0x60;
    int type = v6 ? 0x86dd : 0x0800;
    int outer = vlanTypes.length == 0 ? type : vlanTypes[0];
    ByteBuffer out = ByteBuffer.allocate(24 + 4 * vlanTypes.length + ip.length);
    switch (linkType) {
      case LinkType.ETHERNET -> out.put(new byte[12]).putShort((short) outer);
      case LinkType.LINUX_SLL -> out.putShort((short) 4).put(new byte[12]).putShort((short) outer);
      case LinkType.LINUX_SLL2 -> out.putShort((short) outer).put(new byte[18]);
      case LinkType.NULL -> out.put((byte) (v6 ? 30 : 2)).put(new byte[3]);
      case LinkType.LOOP -> out.putInt(v6 ? 24 : 2);
      default -> {}
    }
    for (int i = 0; i < vlanTypes.length; i++) {
      int next = i + 1 < vlanTypes.length ? vlanTypes[i + 1] : type;
      out.putShort((short) (100 + i)).putShort((short) next);
    }
    out.put(ip);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static short checksum(byte[] bytes) {
    int sum = 0;
    for (int i = 0; i < bytes.length; i += 2) {
      int low = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
      sum += (bytes[i] & 0xff) << 8 | low;
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (short) ~sum;
  }
}
