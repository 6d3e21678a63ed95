package io.recvq.testing;

import java.util.function.UnaryOperator;

/**
 * One TCP connection written packet by packet into a {@link CaptureScript}. Sequence numbers count
 * from each end's first one, so that data begins at 1.
 */
public final class Conversation {
  private static final int FIN = 0x01;
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;
  private static final int WINDOW = 65_000;

  private final CaptureScript script;
  private final String client;
  private final String server;
  private final int clientIsn;
  private final int serverIsn;

  Conversation(CaptureScript script, String client, String server, int clientIsn, int serverIsn) {
    this.script = script;
    this.client = client;
    this.server = server;
    this.clientIsn = clientIsn;
    this.serverIsn = serverIsn;
  }

  /** A handshake of two milliseconds. */
  public Conversation open() {
    return open(packet -> packet, packet -> packet);
  }

  /** The same, with options of each end's SYN. */
  public Conversation open(UnaryOperator<PacketBuilder> syn, UnaryOperator<PacketBuilder> answer) {
    send(syn.apply(packet(true, SYN, 0, 0)));
    script.millis(2);
    send(answer.apply(packet(false, SYN | ACK, 0, 1)));
    return client(1, 0);
  }

  /** Both ends close, the client first. */
  public Conversation close(int clientSeq, int serverSeq) {
    send(packet(true, FIN | ACK, clientSeq, serverSeq));
    send(packet(false, FIN | ACK, serverSeq, clientSeq + 1));
    return send(packet(true, ACK, clientSeq + 1, serverSeq + 1));
  }

  /** Bytes from the client, none acknowledged. */
  public Conversation client(int seq, int length) {
    return send(packet(true, ACK, seq, 1).payload(bytes(seq, length)));
  }

  /** Bytes from the server, acknowledging the client's before this one. */
  public Conversation server(int seq, int ack, int length) {
    return send(packet(false, ACK, seq, ack).payload(bytes(seq, length)));
  }

  /** An acknowledgment from the server, with its window as the header has it. */
  public Conversation ack(int ack, int window) {
    return send(packet(false, ACK, 1, ack).window(window));
  }

  /** A packet to be refined and sent. */
  public PacketBuilder packet(boolean fromClient, int flags, int seq, int ack) {
    return PacketBuilder.tcp(fromClient ? client : server, fromClient ? server : client)
        .flags(flags)
        .seq(seq + (fromClient ? clientIsn : serverIsn))
        .ack((flags & ACK) == 0 ? 0 : ack + (fromClient ? serverIsn : clientIsn))
        .window(WINDOW);
  }

  public Conversation send(PacketBuilder packet) {
    script.datagram(packet.ip());
    return this;
  }

  /** Lets time pass before the next packet of any connection. */
  public Conversation millis(long millis) {
    script.millis(millis);
    return this;
  }

  /** The option that says which of the client's bytes came: from and up to, in pairs. */
  public int[] sack(int... edges) {
    int[] option = new int[4 + 4 * edges.length];
    option[0] = 1;
    option[1] = 1;
    option[2] = 5;
    option[3] = 2 + 4 * edges.length;
    for (int i = 0; i < edges.length; i++) {
      int edge = clientIsn + edges[i];
      for (int at = 0; at < 4; at++) {
        option[4 + 4 * i + at] = edge >>> 24 - 8 * at & 0xff;
      }
    }
    return option;
  }

  /** Bytes that depend on their place alone, so that a retransmission has the same. */
  public static byte[] bytes(int seq, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (((seq + i) * 0x9e3779b1) >>> 24);
    }
    return bytes;
  }
}
