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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A hand-made capture between a client and a server, fed to a tracker packet by packet; keeps what
 * the tracker told. Sequence numbers count from the client's and the server's first ones.
 */
final class Exchange {
  private static final String CLIENT = "10.0.0.1:40000";
  private static final String SERVER = "10.0.0.2:80";

  /** What one connection told, in words, in order. */
  final List<String> events = new ArrayList<>();

  /** The notes of each segment, as labels. */
  final List<List<String>> notes = new ArrayList<>();

  final List<TcpStream> streams = new ArrayList<>();

  /** New bytes that came after the end of their direction. */
  long bytesAfterEnd;

  final FlowTracker tracker;
  private PacketParser parser = new PacketParser(false);
  private final boolean lasting;
  private final byte[] reused = new byte[1 << 12];
  private final Segment view = new Segment();
  private long number;
  private long nanos = 1_000_000_000_000L;
  private int clientIsn = 1000;
  private int serverIsn = 9000;
  private String server = SERVER;

  Exchange(FlowLimits limits, boolean lasting) {
    this.lasting = lasting;
    this.tracker = new FlowTracker(limits, new Listener());
  }

  Exchange() {
    this(FlowLimits.DEFAULT, true);
  }

  Exchange isns(int client, int server) {
    clientIsn = client;
    serverIsn = server;
    return this;
  }

  /** Checksums are verified. */
  Exchange verifying() {
    parser = new PacketParser(true);
    return this;
  }

  /** The client calls its own port: what it sends is what it receives. */
  Exchange toItself() {
    server = CLIENT;
    serverIsn = clientIsn;
    return this;
  }

  Exchange handshake() {
    return client(TcpFlags.SYN, 0, 0, "").server(TcpFlags.SYN | TcpFlags.ACK, 0, 1, "").ack(1, 1);
  }

  /** Lets time pass before the next packet. */
  Exchange millis(long millis) {
    nanos += millis * 1_000_000;
    return this;
  }

  Exchange micros(long micros) {
    nanos += micros * 1_000;
    return this;
  }

  /** An empty acknowledgment from the client. */
  Exchange ack(int seq, int ack) {
    return client(TcpFlags.ACK, seq, ack, "");
  }

  Exchange data(int seq, String text) {
    return client(TcpFlags.ACK, seq, 1, text);
  }

  Exchange serverAck(int seq, int ack) {
    return server(TcpFlags.ACK, seq, ack, "");
  }

  Exchange client(int flags, int seq, int ack, String text) {
    return feed(packet(true, flags, seq, ack, text), Integer.MAX_VALUE);
  }

  Exchange server(int flags, int seq, int ack, String text) {
    return feed(packet(false, flags, seq, ack, text), Integer.MAX_VALUE);
  }

  /** The builder of a packet, to be refined and fed. */
  PacketBuilder packet(boolean fromClient, int flags, int seq, int ack, String text) {
    return PacketBuilder.tcp(fromClient ? CLIENT : server, fromClient ? server : CLIENT)
        .flags(flags)
        .seq(seq + (fromClient ? clientIsn : serverIsn))
        .ack((flags & TcpFlags.ACK) == 0 ? 0 : ack + (fromClient ? serverIsn : clientIsn))
        .payload(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Exchange feed(PacketBuilder packet) {
    return feed(packet, Integer.MAX_VALUE);
  }

  /** Feeds a packet of which the capture kept only so many bytes of payload. */
  Exchange feed(PacketBuilder packet, int keptPayload) {
    return feed(packet.ip(), keptPayload);
  }

  /** Feeds a whole IP datagram as it is, or what the capture kept of it. */
  Exchange feed(byte[] bytes, int keptPayload) {
    int kept = (int) Math.min(bytes.length, 40L + keptPayload);
    byte[] at = bytes;
    if (!lasting) {
      // The bytes of a packet that does not last are gone with the next one.
      Arrays.fill(reused, (byte) '?');
      System.arraycopy(bytes, 0, reused, 0, bytes.length);
      at = reused;
    }
    CapturedPacket captured = new CapturedPacket();
    captured.set(
        ++number, nanos, LinkType.RAW, ByteBuffer.wrap(at), 0, kept, bytes.length, lasting);
    nanos += 100_000;
    assertEquals(PacketParser.Kind.TCP, parser.parse(captured, view));
    tracker.accept(view);
    return this;
  }

  Exchange finish() {
    tracker.finish();
    return this;
  }

  /** The notes of the segment that was fed last. */
  List<String> lastNotes() {
    return notes.get(notes.size() - 1);
  }

  private final class Listener implements FlowListener {
    @Override
    public StreamListener opened(TcpStream stream) {
      streams.add(stream);
      return new Words();
    }

    @Override
    public void forgotten(TcpStream stream) {
      events.add("forgotten " + stream.number());
    }

    @Override
    public void afterEnd(TcpStream stream, long bytes) {
      bytesAfterEnd += bytes;
    }

    @Override
    public void outOfMemory(TcpStream stream) {
      events.add("out of memory");
    }
  }

  /** These bytes of a stream as text, a character for each. */
  static String text(ByteBuffer buffer, int from, int to) {
    byte[] bytes = new byte[to - from];
    buffer.get(from, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private final class Words implements StreamListener {
    @Override
    public void segment(Segment segment, Direction direction, int mask) {
      notes.add(Note.labels(mask));
    }

    @Override
    public void bytes(
        Direction direction,
        long offset,
        ByteBuffer buffer,
        int from,
        int to,
        long packet,
        long timeNanos) {
      events.add(way(direction) + offset + " '" + text(buffer, from, to) + "' #" + packet);
    }

    @Override
    public void gap(Direction direction, long offset, long size) {
      events.add(way(direction) + offset + " gap of " + size);
    }

    @Override
    public void conflict(Direction direction, long offset, int length, long packet) {
      events.add(way(direction) + offset + " conflict of " + length + " #" + packet);
    }

    @Override
    public void ended(Direction direction, StreamEnd why) {
      events.add(way(direction) + "ended " + why.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void closed() {
      events.add("closed");
    }

    private String way(Direction direction) {
      return direction == Direction.FORWARD ? "> " : "< ";
    }
  }
}
