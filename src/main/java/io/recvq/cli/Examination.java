package io.recvq.cli;

import io.recvq.capture.CaptureRights;
import io.recvq.capture.Libpcap;
import io.recvq.net.OperationException;
import io.recvq.sockets.Proto;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketState;
import io.recvq.sys.Machine;
import io.recvq.sys.Rights;
import io.recvq.sys.SocketTable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Looks at what the machine allows, one thing after the other. */
final class Examination {
  /** Fewer descriptors than this end many a load test early. */
  private static final long FEW_DESCRIPTORS = 1024;

  /** A listener's backlog is cut to net.core.somaxconn; below this, bursts overflow. */
  private static final long SHORT_QUEUE = 1024;

  private final Machine machine;
  private final List<Fact> facts = new ArrayList<>();

  /** What a fact means for recvq. */
  enum Status {
    OK("ok"),
    /** Works, and is worth knowing. */
    NOTE("note"),
    /** Something does not work. */
    LACK("lack");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /**
   * One thing that was looked at.
   *
   * @param remedy what to do about it; empty where nothing needs doing
   */
  record Fact(String name, Status status, String answer, String remedy) {}

  Examination(Machine machine) {
    this.machine = machine;
  }

  List<Fact> facts() throws OperationException {
    Rights rights = machine.rights();
    java();
    ok("kernel", machine.sysctl("kernel/osrelease").orElse("not told by /proc"));
    sockDiag();
    owners(rights);
    destroy(rights);
    libpcap();
    capture(rights);
    icmp(rights);
    descriptors();
    backlog();
    setting("buffers sent", "net/ipv4/tcp_wmem", "least, first and largest send buffer in bytes");
    setting("buffers received", "net/ipv4/tcp_rmem", "the same of receive buffers");
    setting("congestion", "net/ipv4/tcp_congestion_control", "of new connections");
    setting("client ports", "net/ipv4/ip_local_port_range", "for connections that do not bind");
    return facts;
  }

  private void ok(String name, String answer) {
    facts.add(new Fact(name, Status.OK, answer, ""));
  }

  private void note(String name, String answer, String remedy) {
    facts.add(new Fact(name, Status.NOTE, answer, remedy));
  }

  private void lack(String name, String answer, String remedy) {
    facts.add(new Fact(name, Status.LACK, answer, remedy));
  }

  private void java() {
    ok(
        "java",
        Runtime.version()
            + " ("
            + System.getProperty("java.vendor", "unknown vendor")
            + ") in "
            + System.getProperty("java.home", "?"));
  }

  private void sockDiag() {
    SocketQuery listeners =
        new SocketQuery(
            Set.of(Proto.TCP), SocketState.LISTEN.bit(), OptionalInt.empty(), true, true);
    try (SocketTable table = machine.sockDiag()) {
      List<String> limits = table.snapshot(listeners).limits();
      if (limits.isEmpty()) {
        ok("sock_diag", "answers: queues, backlogs and TCP's own numbers of every socket");
      } else {
        lack("sock_diag", limits.get(0), "load the kernel's modules: modprobe tcp_diag");
      }
    } catch (OperationException e) {
      lack(
          "sock_diag",
          e.attempted() + ": " + e.errno().map(Object::toString).orElse(e.answer()),
          "/proc/net is read instead, without backlogs and TCP details; a writable directory for"
              + " native code helps where /tmp is mounted noexec: -Djna.tmpdir in"
              + " RECVQ_JAVA_OPTIONS");
    }
  }

  private void owners(Rights rights) {
    if (rights.sysPtrace()) {
      ok("socket owners", "of all processes");
    } else {
      note("socket owners", "of your own processes only", "run as root to see the others");
    }
  }

  private void destroy(Rights rights) {
    if (rights.netAdmin()) {
      ok("closing others", "connections of other processes can be closed (CAP_NET_ADMIN)");
    } else {
      note(
          "closing others",
          "connections of other processes cannot be closed",
          "run as root, or with CAP_NET_ADMIN");
    }
  }

  private void libpcap() {
    try {
      ok("libpcap", Libpcap.version());
    } catch (OperationException e) {
      lack("libpcap", e.answer(), e.nextStep());
    }
  }

  private void capture(Rights rights) {
    if (rights.netRaw()) {
      ok("capture rights", "CAP_NET_RAW is there");
    } else {
      lack("capture rights", "no CAP_NET_RAW, so no live capture", CaptureRights.remedy());
    }
  }

  /** man 7 icmp: ping_group_range; an empty range forbids it even to root. */
  private void icmp(Rights rights) {
    String range = machine.sysctl("net/ipv4/ping_group_range").orElse("");
    String[] words = range.split("\\s+");
    boolean inRange =
        words.length == 2
            && rights.groups().stream()
                .anyMatch(g -> g >= number(words[0]) && g <= number(words[1]));
    if (inRange) {
      ok("icmp", "datagram sockets allowed (net.ipv4.ping_group_range is " + spaced(range) + ")");
    } else if (rights.netRaw()) {
      ok("icmp", "raw sockets allowed (CAP_NET_RAW); ping_group_range is " + spaced(range));
    } else {
      lack(
          "icmp",
          "net.ipv4.ping_group_range is " + spaced(range) + ", and no CAP_NET_RAW: no ping",
          "sysctl -w net.ipv4.ping_group_range='0 2147483647', or run as root");
    }
  }

  private void descriptors() {
    OptionalLong limit = machine.descriptorLimit();
    if (limit.isEmpty()) {
      note("descriptors", "the limit is not told by /proc", "");
    } else if (limit.getAsLong() <= FEW_DESCRIPTORS) {
      note(
          "descriptors",
          "at most " + limit.getAsLong() + " at once",
          "for more connections: ulimit -n 65536");
    } else {
      ok("descriptors", "at most " + limit.getAsLong() + " at once");
    }
  }

  private void backlog() {
    long most = machine.sysctl("net/core/somaxconn").map(Examination::number).orElse(-1L);
    if (most >= 0 && most < SHORT_QUEUE) {
      note(
          "accept queues",
          "cut to " + most + " (net.core.somaxconn): bursts of connections overflow",
          "sysctl -w net.core.somaxconn=4096");
    } else {
      setting("accept queues", "net/core/somaxconn", "at most, whatever listen asked for");
    }
  }

  private void setting(String name, String sysctl, String meaning) {
    String dotted = sysctl.replace('/', '.');
    machine
        .sysctl(sysctl)
        .ifPresentOrElse(
            value -> ok(name, spaced(value) + ", " + meaning + " (" + dotted + ")"),
            () -> note(name, dotted + " cannot be read", ""));
  }

  private static String spaced(String value) {
    return value.replaceAll("\\s+", " ");
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }
}
