package io.recvq.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FilterTest {
  private static final InetRow WEB =
      Rows.tcp(SocketState.ESTABLISHED, "10.0.0.5:40000", "192.0.2.7:443", 0, 500, 11);
  private static final InetRow STALLED =
      Rows.tcp(SocketState.ESTABLISHED, "127.0.0.1:7002", "127.0.0.1:50000", 114_176, 0, 12);
  private static final InetRow LISTENER =
      Rows.tcp(SocketState.LISTEN, "0.0.0.0:7002", "0.0.0.0:0", 2, 128, 13);
  private static final InetRow GONE =
      Rows.tcp(SocketState.TIME_WAIT, "127.0.0.1:7002", "127.0.0.1:50001", 0, 0, 0);
  private static final List<InetRow> ROWS =
      List.of(
          WEB.withOwners(Rows.by(100, "curl", 5)),
          STALLED.withOwners(Rows.by(200, "java", 7)),
          LISTENER.withOwners(Rows.by(200, "java", 6)),
          GONE.withOwners(Ownership.NONE));

  private static Filter parse(String text) {
    return FilterParser.parse(
        List.of(text), name -> name.equals("root") ? OptionalLong.of(0) : OptionalLong.empty());
  }

  private static List<InetRow> matching(String text) {
    Filter filter = parse(text);
    return ROWS.stream().filter(row -> filter.test(row) == Filter.Answer.YES).toList();
  }

  private static List<InetRow> rows(int... indexes) {
    List<InetRow> rows = new ArrayList<>();
    for (int index : indexes) {
      rows.add(ROWS.get(index));
    }
    return rows;
  }

  @Test
  void wordsOfSsChooseRows() {
    assertEquals(rows(0, 1), matching("state established"));
    assertEquals(rows(1), matching("state established and port 7002"));
    assertEquals(rows(1, 2, 3), matching("sport = :7002"));
    assertEquals(rows(0), matching("dport 443"));
    assertEquals(rows(0), matching("dport >= 443 and dport < 1024"));
    assertEquals(rows(0), matching("dst 192.0.2.0/24"));
    assertEquals(rows(1, 3), matching("dst 127.0.0.1"));
    assertEquals(rows(1), matching("addr 127.0.0.1:50000"));
    assertEquals(rows(1), matching("recvq>0 and not state listening"));
    assertEquals(rows(1), matching("recvq > 100k"));
    assertEquals(rows(1, 2), matching("process java"));
    assertEquals(rows(1, 2), matching("process j*"));
    assertEquals(rows(0), matching("pid 100"));
    assertEquals(rows(0, 1, 2), matching("user root"));
    assertEquals(rows(3), matching("time-wait"));
    assertEquals(rows(0, 2), matching("listening or (established and dport 443)"));
    assertEquals(rows(0, 3), matching("not process java"));
    assertEquals(rows(0, 1, 3), matching("state connected"));
    assertEquals(rows(0, 1, 2, 3), matching("proto tcp"));
    assertEquals(rows(), matching("proto udp"));
  }

  @Test
  void whatDiffersFromAPortHasItAtNeitherEnd() {
    assertEquals(rows(0), matching("port != 7002"));
    assertEquals(rows(1, 2, 3), matching("dport != 443"));
    assertEquals(matching("not dport = 443"), matching("dport != 443"));
    assertEquals(rows(0, 1, 3), matching("dport > 0"));
  }

  @Test
  void andMayBeLeftOutAndBindsCloserThanOr() {
    assertEquals(rows(0, 1, 2), matching("dport 443 or sport 7002 not state time-wait"));
    assertEquals(
        matching("dport 443 or sport 7002 and established"),
        matching("dport 443 or sport 7002 established"));
  }

  @Test
  void whatMakesNoSenseIsNamed() {
    assertMessage("'recvqq' is no filter word", "recvqq > 1");
    assertMessage("'7002' alone is no filter; write port 7002, or one of state", "7002");
    assertMessage("'openish' is no state", "state openish");
    assertMessage("the filter ends where a port is expected", "port");
    assertMessage("port 70000 is outside 0 to 65535", "port 70000");
    assertMessage("a ')' is missing", "( port 1");
    assertMessage("'10.0.0.0/33' is no network", "dst 10.0.0.0/33");
    assertMessage("'x' is no number", "recvq > x");
    assertMessage("'99999999999g' is too large", "recvq > 99999999999g");
    assertMessage("'7q' is no size; write 1500, 64k or 1.5M", "recvq > 7q");
    assertMessage("there is no user 'nobodyhere'", "user nobodyhere");
    assertMessage("'sctp' is no protocol", "proto sctp");
    assertMessage("unexpected ')'", "port 1 )");
  }

  private static void assertMessage(String beginning, String filter) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> parse(filter)).getMessage());
    assertTrue(message.startsWith(beginning), message);
  }

  @Test
  void theKernelIsAskedForNoLessThanMatches() {
    assertEquals(OptionalInt.of(7002), parse("port 7002 and recvq > 0").port());
    assertEquals(OptionalInt.empty(), parse("port 7002 or recvq > 0").port());
    assertEquals(OptionalInt.empty(), parse("not port 7002").port());
    assertEquals(OptionalInt.empty(), parse("port > 7002").port());
    assertEquals(SocketState.ESTABLISHED.bit(), parse("state established and port 1").stateMask());
    assertEquals(SocketState.ALL_MASK, parse("not state established").stateMask());
  }

  @Test
  void aProcessThatAllRowsAreHeldByIsTold() {
    assertEquals(OptionalInt.of(12), parse("port 7002 and pid 12").heldBy());
    assertEquals(OptionalInt.empty(), parse("port 7002 or pid 12").heldBy());
    assertEquals(OptionalInt.empty(), parse("not pid 12").heldBy());
  }

  @Test
  void whileNobodyLookedForOwnersTheAnswerIsUnknown() {
    assertEquals(Filter.Answer.UNKNOWN, parse("process java").test(STALLED));
    assertEquals(Filter.Answer.UNKNOWN, parse("not process java").test(STALLED));
    assertEquals(Filter.Answer.NO, parse("process java and port 1").test(STALLED));
    assertEquals(Filter.Answer.YES, parse("process java or port 7002").test(STALLED));
    assertEquals(Filter.Answer.NO, parse("process java").test(GONE), "no process can hold it");
  }

  @Test
  void randomFiltersAgreeWithAPlainEvaluation() {
    Random random = new Random(42);
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder();
      Predicate<InetRow> plain = either(random, text, 0);
      Filter filter = parse(text.toString());
      for (InetRow row : ROWS) {
        boolean expected = plain.test(row);
        assertEquals(Filter.Answer.of(expected), filter.test(row), text + " on " + row);
        Filter.Answer unasked = filter.test(row.withOwners(Ownership.NOT_ASKED));
        assertTrue(
            unasked == Filter.Answer.UNKNOWN || unasked == Filter.Answer.of(expected),
            () -> text + " without owners");
        boolean inMask = (filter.stateMask() & row.state().bit()) != 0;
        assertTrue(!expected || inMask, () -> text + " lets the kernel drop a matching row");
        int port = filter.port().orElse(row.local().port());
        boolean hasPort = row.local().port() == port || row.remote().port() == port;
        assertTrue(!expected || hasPort, () -> text + " lets the kernel drop a matching row");
      }
    }
  }

  private static Predicate<InetRow> either(Random random, StringBuilder text, int depth) {
    Predicate<InetRow> first = both(random, text, depth);
    if (random.nextInt(3) == 0) {
      text.append(random.nextBoolean() ? " or " : " || ");
      return first.or(either(random, text, depth));
    }
    return first;
  }

  private static Predicate<InetRow> both(Random random, StringBuilder text, int depth) {
    Predicate<InetRow> first = negation(random, text, depth);
    if (random.nextInt(3) == 0) {
      text.append(random.nextBoolean() ? " and " : " ");
      return first.and(both(random, text, depth));
    }
    return first;
  }

  private static Predicate<InetRow> negation(Random random, StringBuilder text, int depth) {
    if (random.nextInt(4) == 0) {
      text.append(random.nextBoolean() ? "not " : "! ");
      return negation(random, text, depth).negate();
    }
    if (depth < 3 && random.nextInt(4) == 0) {
      text.append("( ");
      Predicate<InetRow> inner = either(random, text, depth + 1);
      text.append(" )");
      return inner;
    }
    return leaf(random, text);
  }

  private static Predicate<InetRow> leaf(Random random, StringBuilder text) {
    return switch (random.nextInt(7)) {
      case 0 -> {
        text.append("state established");
        yield row -> row.state() == SocketState.ESTABLISHED;
      }
      case 1 -> {
        text.append("port 7002");
        yield row -> row.local().port() == 7002 || row.remote().port() == 7002;
      }
      case 2 -> {
        text.append("recvq > 1");
        yield row -> row.recvQ() > 1;
      }
      case 3 -> {
        text.append("pid 200");
        yield row -> row.owners().owners().stream().anyMatch(o -> o.pid() == 200);
      }
      case 4 -> {
        text.append("dst 192.0.2.0/24");
        yield row -> row.remote().address().toString().startsWith("192.0.2.");
      }
      case 5 -> {
        text.append("process curl");
        yield row -> row.owners().owners().stream().anyMatch(o -> o.process().equals("curl"));
      }
      default -> {
        text.append("sendq = 128");
        yield row -> row.sendQ() == 128;
      }
    };
  }

  @Test
  void aLongChainOfConditionsAsksEachOfThemForItsPortOnce() {
    List<String> words = new ArrayList<>(List.of("port", "7002"));
    for (int i = 0; i < 200; i++) {
      words.addAll(List.of(i % 2 == 0 ? "and" : "or", "port", "7002"));
    }
    Filter filter = FilterParser.parse(words, name -> OptionalLong.empty());
    assertEquals(OptionalInt.of(7002), filter.port());
  }
}
