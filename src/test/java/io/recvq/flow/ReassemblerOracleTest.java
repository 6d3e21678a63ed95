package io.recvq.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Direction;
import io.recvq.wire.TcpFlags;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The reassembler beside an oracle that is slow and obviously right: an array with a bit for each
 * captured byte, where the first copy of a byte stands.
 */
@Tag("random")
class ReassemblerOracleTest {
  private static final int CASES = 1500;
  private static final Pattern BYTES = Pattern.compile("> (\\d+) '(.+)' #(\\d+)");
  private static final Pattern GAP = Pattern.compile("> (\\d+) gap of (\\d+)");

  /** What one direction must become; offsets count from the client's first sequence number. */
  private static final class Oracle {
    private final char[] bytes = new char[1000];
    private final BitSet captured = new BitSet();
    private int start = -1;
    private boolean startIsCertain;
    private int end;
    private int fin = -1;
    private int acked;

    void startAt(int offset, boolean certain) {
      boolean earlier = start < 0 || !startIsCertain && captured.isEmpty() && offset < start;
      if (earlier || certain && captured.isEmpty()) {
        start = offset;
        startIsCertain |= certain;
      }
    }

    void data(int offset, String text, int kept) {
      if (text.isEmpty()) {
        return;
      }
      startAt(offset, false);
      end = Math.max(end, offset + text.length());
      for (int i = 0; i < kept; i++) {
        int at = offset + i;
        if (at >= start && (fin < 0 || at < fin) && !captured.get(at)) {
          captured.set(at);
          bytes[at] = text.charAt(i);
        }
      }
    }

    void fin(int offset) {
      if (start < 0) {
        start = offset;
      }
      if (fin < 0 && offset >= end) {
        fin = offset;
      }
    }

    /** The acknowledgment of a SYN or of data; of a FIN too, which only a FIN seen tells apart. */
    void acked(int offset) {
      if (start < 0) {
        start = offset;
      }
      acked = Math.max(acked, offset);
    }

    /** The stream, with a NUL for each missing byte. */
    String text() {
      if (start < 0) {
        return "";
      }
      int known = fin >= 0 ? fin : acked > Math.max(end, start) + 1 ? acked : end;
      StringBuilder text = new StringBuilder();
      for (int at = start; at < known; at++) {
        text.append(captured.get(at) ? bytes[at] : '\0');
      }
      return text.toString();
    }
  }

  private record Sent(int seq, String text, int kept, boolean fin, boolean reset, int ack) {}

  /** A client's segments as a capture of a bad network, taken by a bad tap, might have them. */
  private static List<Sent> traffic(Random random, int length) {
    List<Sent> sent = new ArrayList<>();
    int at = 1;
    while (at < length) {
      int size = 1 + random.nextInt(Math.min(30, length - at));
      int repeats = random.nextInt(10) < 2 ? 0 : random.nextInt(10) < 2 ? 2 : 1;
      for (int i = 0; i < repeats; i++) {
        int from = Math.max(1, at - (random.nextInt(4) == 0 ? random.nextInt(20) : 0));
        char[] text = new char[at + size - from];
        for (int j = 0; j < text.length; j++) {
          boolean forged = random.nextInt(40) == 0;
          text[j] = (char) (forged ? 'A' + random.nextInt(26) : 'a' + (from + j) % 26);
        }
        int kept = random.nextInt(8) == 0 ? random.nextInt(text.length + 1) : text.length;
        sent.add(new Sent(from, new String(text), kept, false, false, 0));
      }
      at += size;
      if (random.nextInt(6) == 0) {
        // A keep-alive: one byte, before what the receiver expects, whose content means nothing.
        sent.add(new Sent(at - 1, "!", 1, false, false, 0));
      }
      if (random.nextInt(5) == 0) {
        sent.add(new Sent(0, "", 0, false, false, 1 + random.nextInt(at)));
      }
    }
    if (random.nextInt(3) > 0) {
      sent.add(new Sent(length, "", 0, true, false, 0));
    }
    for (int i = 0; i < sent.size() && random.nextBoolean(); i++) {
      int one = random.nextInt(sent.size());
      Collections.swap(sent, one, Math.min(sent.size() - 1, one + random.nextInt(4)));
    }
    if (random.nextInt(5) == 0) {
      sent.add(new Sent(length, "reset for a reason", 18, false, true, 0));
    }
    return sent;
  }

  private static void play(Random random, Exchange exchange, Oracle oracle) {
    exchange.isns(random.nextBoolean() ? -random.nextInt(300) : random.nextInt(), random.nextInt());
    if (random.nextInt(3) > 0) {
      exchange.client(TcpFlags.SYN, 0, 0, "");
      oracle.startAt(1, true);
      if (random.nextBoolean()) {
        exchange.server(TcpFlags.SYN | TcpFlags.ACK, 0, 1, "");
        oracle.acked(1);
      }
    }
    boolean first = oracle.start < 0;
    for (Sent sent : traffic(random, 2 + random.nextInt(200))) {
      if (sent.ack > 0 && !first) {
        exchange.serverAck(1, sent.ack);
        oracle.acked(sent.ack);
      } else if (sent.ack == 0) {
        int flags = sent.reset ? TcpFlags.RST : sent.fin ? TcpFlags.FIN : 0;
        exchange.feed(
            exchange.packet(true, flags | TcpFlags.ACK, sent.seq, 1, sent.text), sent.kept);
        first = false;
        if (!sent.reset) {
          oracle.data(sent.seq, sent.text, sent.kept);
        }
        if (sent.fin) {
          oracle.fin(sent.seq);
        }
      }
    }
  }

  /** The client's stream as it was told; fails where calls overlap or leave something out. */
  private static String told(List<String> events) {
    StringBuilder text = new StringBuilder();
    long newest = 0;
    for (String event : events) {
      Matcher gap = GAP.matcher(event);
      Matcher bytes = BYTES.matcher(event);
      if (gap.matches()) {
        assertEquals(text.length(), Integer.parseInt(gap.group(1)), event);
        text.append("\0".repeat(Integer.parseInt(gap.group(2))));
      } else if (bytes.matches()) {
        assertEquals(text.length(), Integer.parseInt(bytes.group(1)), event);
        text.append(bytes.group(2));
        assertTrue(Long.parseLong(bytes.group(3)) >= newest, event);
        newest = Long.parseLong(bytes.group(3));
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void random_captures_become_the_bytes_and_gaps_that_the_oracle_says(boolean lasting) {
    for (int seed = 0; seed < CASES; seed++) {
      compare(new Random(seed), lasting, "seed " + seed);
    }
  }

  /** Plays one capture and compares what is told with what the oracle says. */
  static void compare(Random random, boolean lasting, String name) {
    Exchange exchange = new Exchange(FlowLimits.DEFAULT, lasting);
    Oracle oracle = new Oracle();
    play(random, exchange, oracle);
    exchange.finish();

    assertEquals(
        shown(oracle.text()), shown(told(exchange.events)), () -> name + ": " + exchange.events);
    int streams = exchange.streams.size();
    assertEquals(streams, Collections.frequency(exchange.events, "closed"));
    assertEquals(2L * streams, exchange.events.stream().filter(e -> e.contains("ended")).count());
  }

  private static String shown(String text) {
    return text.replace('\0', '_');
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void with_little_memory_streams_are_still_tiled_and_no_byte_is_wrong(boolean lasting) {
    long bound = 500;
    int bitten = 0;
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      Exchange exchange = new Exchange(new FlowLimits(bound, bound, 1), lasting);
      Oracle oracle = new Oracle();
      play(random, exchange, oracle);
      long held = 0;
      for (TcpStream stream : exchange.streams) {
        held += stream.half(Direction.FORWARD).reassembler.heldBytes();
      }
      assertTrue(held <= bound, "held " + held);
      exchange.finish();

      String expected = oracle.text();
      String told = told(exchange.events);
      bitten += exchange.events.contains("out of memory") ? 1 : 0;
      assertEquals(expected.length(), told.length(), "seed " + seed);
      for (int i = 0; i < told.length(); i++) {
        char at = told.charAt(i);
        assertTrue(at == '\0' || at == expected.charAt(i), "seed " + seed + " offset " + i);
      }
    }
    assertTrue(bitten > 10, "the bound bit in " + bitten + " cases");
  }
}
