package io.recvq.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.net.IpAddress;
import io.recvq.probe.PingListener.Reply;
import io.recvq.probe.PingMethod;
import io.recvq.probe.PingSettings;
import io.recvq.probe.PingStatistics;
import io.recvq.probe.ProbeTarget;
import io.recvq.render.Style;
import io.recvq.sys.IcmpError;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PingTextTest {
  private static final ProbeTarget TARGET = ProbeTarget.of(IpAddress.LOOPBACK_V4);
  private static final PingText TEXT =
      new PingText(
          new PingSettings(
              4,
              Duration.ofSeconds(1),
              Duration.ofSeconds(2),
              56,
              OptionalInt.empty(),
              OptionalInt.empty(),
              80,
              0),
          Style.PLAIN);

  private static Reply reply(int sequence, long nanos, boolean duplicate, boolean late) {
    return new Reply(TARGET, sequence, 64, OptionalInt.of(64), nanos, duplicate, late, false);
  }

  @Test
  void linesAreThoseOfPing() {
    assertEquals(
        "PING 127.0.0.1 (127.0.0.1): 56 data bytes, raw ICMP socket",
        TEXT.started(TARGET, PingMethod.ICMP_RAW));
    assertEquals(
        "64 bytes from 127.0.0.1: icmp_seq=0 ttl=64 time=0.058 ms",
        TEXT.reply(reply(0, 58_000, false, false)));
    assertEquals(
        "64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=1.000 ms (DUP!)",
        TEXT.reply(reply(1, 1_000_000, true, false)));
    assertEquals(
        "64 bytes from 127.0.0.1: icmp_seq=2 ttl=64 time=1.000 ms (out of order)",
        TEXT.reply(reply(2, 1_000_000, false, true)));
  }

  @Test
  void anErrorNamesTypeCodeAndRouter() {
    IcmpError error =
        new IcmpError(
            113,
            IcmpError.Origin.ICMP,
            3,
            1,
            Optional.of(IpAddress.parse("10.0.0.1")),
            ByteBuffer.allocate(0));
    assertEquals(
        "no reply from 127.0.0.1 to seq=3: host unreachable (icmp 3/1) from 10.0.0.1",
        TEXT.failed(TARGET, 3, error));
  }

  @Test
  void withoutARequestNothingIsLost() {
    assertEquals(
        List.of(
            "",
            "--- 127.0.0.1 ping statistics ---",
            "0 packets transmitted, 0 packets received, 0.0% packet loss"),
        TEXT.summary(TARGET, new PingStatistics()));
  }
}
