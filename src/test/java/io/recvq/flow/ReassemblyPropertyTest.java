package io.recvq.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.net.Direction;
import io.recvq.testing.TcpPacket;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.PacketParser;
import io.recvq.wire.Segment;
import io.recvq.wire.TcpFlags;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The reassembler beside an obviously correct one, an array in which the first arrival of a byte is
 * marked, over random captures with everything that networks and captures do.
 */
@Tag("random")
class ReassemblyPropertyTest {
  private static final int CAPTURES = 4000;

  /** One captured segment: what was sent from where, how much of it was kept. */
  private static final class Sent {
    private final int offset;
    private final byte[] payload;
    private final int kept;
    private final int flags;

    Sent(int offset, byte[] payload, int kept, int flags) {
      this.offset = offset;
      this.payload = payload;
      this.kept = kept;
      this.flags = flags;
    }
  }

  /** What the obviously correct reassembler holds. */
  private static final class Oracle {
    private final byte[] bytes;
    private final long[] firstPacket;
    private int end;

    Oracle(int length) {
      bytes = new byte[length];
      firstPacket = new long[length];
    }

    void see(Sent sent, long packet) {
      for (int i = 0; i < sent.kept; i++) {
        int at = sent.offset + i;
        if (firstPacket[at] == 0) {
          firstPacket[at] = packet;
          bytes[at] = sent.payload[i];
        }
      }
      end = Math.max(end, sent.offset + sent.payload.length);
    }

    /** A line a byte: its offset, its value and the packet that completed everything up to it. */
    List<String> told() {
      List<String> lines = new ArrayList<>();
      long packet = 0;
      for (int i = 0; i < end; i++) {
        packet = Math.max(packet, firstPacket[i]);
        lines.add(firstPacket[i] == 0 ? i + " gap" : i + " " + bytes[i] + " by " + packet);
      }
      return lines;
    }
  }

  /** What the tracker told, in the oracle's form. */
  private static final class Told implements StreamListener {
    private final List<String> lines = new ArrayList<>();
    private long next;
    private int ends;

    @Override
    public void bytes(
        Direction direction,
        long offset,
        ByteBuffer buffer,
        int from,
        int to,
        long packet,
        long timeNanos) {
      assertEquals(next, offset);
      for (int i = from; i < to; i++) {
        lines.add(next++ + " " + buffer.get(i) + " by " + packet);
      }
    }

    @Override
    public void gap(Direction direction, long offset, long size) {
      assertEquals(next, offset);
      for (long i = 0; i < size; i++) {
        lines.add(next++ + " gap");
      }
    }

    @Override
    public void ended(Direction direction, StreamEnd why) {
      if (direction == Direction.FORWARD) {
        ends++;
      }
    }
  }

  @Test
  void everyByteIsToldAsItCameFirstAndEveryOtherOneAsAGap() {
    for (int seed = 0; seed < CAPTURES; seed++) {
      check(new Random(seed), "seed " + seed);
    }
  }

  /** Plays one capture and compares what is told with what the oracle says. */
  static void check(Random random, String name) {
    byte[] stream = new byte[1 + random.nextInt(400)];
    random.nextBytes(stream);
    int isn = random.nextInt(4) == 0 ? -random.nextInt(stream.length + 2) - 1 : random.nextInt();
    List<Sent> capture = capture(stream, random);
    Oracle oracle = new Oracle(stream.length);
    Told told = new Told();
    FlowTracker tracker = new FlowTracker(FlowLimits.DEFAULT, opened -> told);
    boolean lasting = random.nextBoolean();
    long packet = 0;
    accept(tracker, TcpFlags.SYN, isn, new byte[0], 0, ++packet, lasting);
    for (Sent sent : capture) {
      packet++;
      if ((sent.flags & TcpFlags.RST) == 0) {
        oracle.see(sent, packet);
      }
      int seq = isn + 1 + sent.offset;
      accept(tracker, sent.flags, seq, sent.payload, sent.kept, packet, lasting);
    }
    tracker.finish();
    assertEquals(String.join("\n", oracle.told()), String.join("\n", told.lines), name);
    assertEquals(1, told.ends, name);
  }

  /** Cuts a stream into segments and lets everything happen to them. */
  private static List<Sent> capture(byte[] stream, Random random) {
    List<Sent> sent = new ArrayList<>();
    int at = 0;
    while (at < stream.length) {
      int length = Math.min(stream.length - at, 1 + random.nextInt(60));
      sent.add(cut(stream, at, length, random, false));
      at += length;
    }
    for (int extra = random.nextInt(6); extra > 0; extra--) {
      int from = random.nextInt(stream.length);
      int length = 1 + random.nextInt(Math.min(100, stream.length - from));
      Sent again = cut(stream, from, length, random, random.nextInt(3) == 0);
      sent.add(random.nextInt(sent.size() + 1), again);
    }
    for (int swaps = random.nextInt(8); swaps > 0 && sent.size() > 1; swaps--) {
      int place = random.nextInt(sent.size() - 1);
      Collections.swap(sent, place, Math.min(sent.size() - 1, place + 1 + random.nextInt(5)));
    }
    if (random.nextInt(3) == 0) {
      sent.remove(random.nextInt(sent.size()));
    }
    if (random.nextInt(5) == 0) {
      byte[] reason = "reset".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      sent.add(random.nextInt(sent.size() + 1), new Sent(0, reason, 5, TcpFlags.RST));
    }
    return sent;
  }

  private static Sent cut(byte[] stream, int at, int length, Random random, boolean other) {
    byte[] payload = Arrays.copyOfRange(stream, at, at + length);
    if (other) {
      random.nextBytes(payload);
    }
    int kept = random.nextInt(12) == 0 ? random.nextInt(length) : length;
    return new Sent(at, payload, kept, TcpFlags.ACK);
  }

  private static void accept(
      FlowTracker tracker,
      int flags,
      int seq,
      byte[] payload,
      int kept,
      long number,
      boolean lasting) {
    CapturedPacket packet = new CapturedPacket();
    Segment segment = new Segment();
    byte[] bytes = TcpPacket.bytes(true, flags, seq, 0, 1000, payload);
    TcpPacket.show(bytes, kept, number, number * 1000, lasting, packet);
    assertEquals(PacketParser.Kind.TCP, new PacketParser(false).parse(packet, segment));
    tracker.accept(segment);
    if (!lasting) {
      Arrays.fill(bytes, (byte) 0x55);
    }
  }
}
