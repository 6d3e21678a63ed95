package io.recvq.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.explain.Entry.Transition;
import io.recvq.net.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceTest {
  private static final Reference REFERENCE = Reference.load();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ECONNRESET | ECONNRESET",
        "econnreset | ECONNRESET",
        "104 | ECONNRESET",
        "10054 | ECONNRESET",
        "54 | ECONNRESET",
        "WSAECONNRESET | ECONNRESET",
        "Connection reset by peer | ECONNRESET",
        "EWOULDBLOCK | EAGAIN",
        "BlockingIOError | EAGAIN",
        "Resource temporarily unavailable | EAGAIN",
        "11 | EAGAIN",
        "icmp 3/1 | icmp 3/1",
        "3/1 | icmp 3/1",
        "type 3 code 1 | icmp 3/1",
        "icmp type 3 code 1 | icmp 3/1",
        "ICMP host unreachable | icmp 3/1",
        "icmp 3 | icmp 3",
        "icmp 3/15 | icmp 3",
        "icmp6 1/4 | icmp6 1/4",
        "icmpv6 128 | icmp6 128",
        "TIME_WAIT | TIME-WAIT",
        "time wait | TIME-WAIT",
        "SYN_RECV | SYN-RECEIVED",
        "ESTAB | ESTABLISHED",
        "recv-q | Recv-Q",
        "Recv_Q | Recv-Q",
        "tcpi_rwnd_limited | rwnd_limited",
        "rwnd_limited | rwnd_limited",
        "snd_wscale | wscale",
        "last_data_recv | lastsnd",
        "rcv_ssthresh | rcv_ssthresh",
        "local-limit | unknown",
        "TCP Zero Window | zero-window",
        "TCP ZeroWindow | zero-window",
        "stall@accept | stall",
        "throttle=100@after=10 | throttle",
        "net.ipv4.tcp_rmem | tcp_rmem",
        "tcp_rmem | tcp_rmem",
        "bad-json | bad-json",
        "admin-prohibited | icmp 3/13",
      })
  void eachSpellingOfAWordFindsItsEntry(String word, String name) {
    List<Entry> found = REFERENCE.find(List.of(word.split(" ")));
    assertFalse(found.isEmpty(), word);
    assertEquals(name, found.get(0).name());
  }

  @Test
  void severalWordsThatAreNoPhraseFindOneEntryEach() {
    List<String> names =
        REFERENCE.find(List.of("Recv-Q", "Send-Q")).stream().map(Entry::name).toList();
    assertEquals(List.of("Recv-Q", "Send-Q"), names);
    assertEquals(List.of(), REFERENCE.find(List.of("Recv-Q", "nonsense")));
  }

  @Test
  void everyErrnoOfTheProgramIsExplainedWithItsNumberAndText() {
    for (Errno errno : Errno.values()) {
      Entry entry = REFERENCE.find(errno.name()).get(0);
      assertEquals(errno.name(), entry.name());
      assertEquals(errno.text(), entry.title());
      assertEquals("Linux", entry.numbers().get(0).system());
      assertEquals(errno.number(), entry.numbers().get(0).number());
    }
  }

  @Test
  void aNumberOfSeveralSystemsShowsLinuxFirst() {
    List<String> names = REFERENCE.find("100").stream().map(Entry::name).toList();
    assertEquals(List.of("ENETDOWN", "EPROTO"), names);
  }

  @Test
  void everyCrossReferenceLeadsSomewhere() {
    List<String> broken = new ArrayList<>();
    for (Entry entry : REFERENCE.entries()) {
      for (String see : entry.see()) {
        List<Entry> found = REFERENCE.find(see);
        if (found.isEmpty() || found.get(0).equals(entry)) {
          broken.add(entry.name() + " -> " + see);
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void everyTransitionOutOfAStateComesInAtTheOther() {
    TreeSet<String> out = new TreeSet<>();
    TreeSet<String> in = new TreeSet<>();
    for (Entry entry : REFERENCE.entries()) {
      for (Transition t : entry.out()) {
        if (!t.state().equals("CLOSED")) {
          out.add(entry.name() + " -> " + t.state());
        }
      }
      for (Transition t : entry.in()) {
        if (!entry.name().equals("CLOSED")) {
          in.add(t.state() + " -> " + entry.name());
        }
      }
    }
    assertEquals(out, in);
    assertTrue(in.contains("ESTABLISHED -> CLOSE-WAIT"));
  }

  @Test
  void aMistypedWordBringsTheNearestOnes() {
    assertEquals("ECONNRESET", REFERENCE.nearest("ECONRESET").get(0));
    assertEquals("CLOSE-WAIT", REFERENCE.nearest("CLOSE-WIAT").get(0));
    assertEquals("Recv-Q", REFERENCE.nearest("recvqq").get(0));
    assertEquals(List.of(), REFERENCE.nearest("xyzzyxyzzyxyzzy"));
  }

  @Test
  void searchFindsWordsInsideAndRanksHeadingsFirst() {
    List<String> names = REFERENCE.search(List.of("time-wait")).stream().map(Entry::name).toList();
    assertEquals("TIME-WAIT", names.get(0));
    assertTrue(names.contains("EADDRINUSE"));
    assertEquals(List.of(), REFERENCE.search(List.of("time-wait", "xyzzy")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[a] b;means: c;colour: red | terms.txt:3: unknown or misplaced key 'colour'",
        "# comment;;[a] b;means: c;[d] e;also: f;means: g;also: h | terms.txt:8: unknown or misplaced key 'also'",
        "[a] b;no key at all | terms.txt:2: unknown or misplaced key ''",
        "# comment;[a | terms.txt:2: an entry begins with [NAME] title",
      })
  void aBrokenFileNamesItsLine(String text, String message) {
    String file = text.replace(';', '\n');
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ReferenceParser.sections(Topic.TERM, file).forEach(Section::entry));
    assertEquals(message, e.getMessage());
  }
}
