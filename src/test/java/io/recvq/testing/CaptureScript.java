package io.recvq.testing;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;

/** A capture of one link type written packet by packet, 100 µs apart unless time is let pass. */
public final class CaptureScript {
  private final CaptureBuilder file;
  private final int linkType;
  private final int[] vlanTypes;
  private final Random isns = new Random(11);
  private long nanos = 1_700_000_000_000_000_000L;

  /**
   * @param vlanTypes EtherTypes of VLAN tags, the outermost first
   */
  public CaptureScript(int linkType, int... vlanTypes) {
    this.file = CaptureBuilder.pcap(ByteOrder.LITTLE_ENDIAN, CaptureBuilder.NANOS, linkType);
    this.linkType = linkType;
    this.vlanTypes = vlanTypes.clone();
  }

  /** A connection between two ends, as {@link PacketBuilder#tcp} reads them. */
  public Conversation between(String client, String server) {
    return new Conversation(this, client, server, isns.nextInt(), isns.nextInt());
  }

  /** The same with chosen first sequence numbers. */
  public Conversation between(String client, String server, int clientIsn, int serverIsn) {
    return new Conversation(this, client, server, clientIsn, serverIsn);
  }

  /** Lets time pass before the next packet. */
  public CaptureScript millis(long millis) {
    nanos += millis * 1_000_000;
    return this;
  }

  /** An IP datagram, now. */
  public CaptureScript datagram(byte[] ip) {
    file.packet(nanos, PacketBuilder.link(linkType, ip, vlanTypes));
    nanos += 100_000;
    return this;
  }

  public Path save(Path path) throws IOException {
    return file.save(path);
  }
}
