package io.recvq.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.IpAddress;
import io.recvq.sys.IcmpError;
import io.recvq.sys.NativeSocket;
import io.recvq.sys.SocketPoller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What becomes of requests, without a network. */
class PingStreamTest {
  private final List<String> told = new ArrayList<>();

  private final PingListener listener =
      new PingListener() {
        @Override
        public void started(ProbeTarget target, PingMethod method, String withheld) {}

        @Override
        public void replied(Reply reply) {
          told.add(
              reply.sequence() + (reply.duplicate() ? " dup" : "") + (reply.late() ? " late" : ""));
        }

        @Override
        public void failed(ProbeTarget target, int sequence, IcmpError error) {
          told.add(sequence + " error");
        }

        @Override
        public void silent(ProbeTarget target, int sequence) {
          told.add(sequence + " silent");
        }
      };

  private PingStream stream(int count) {
    PingSettings settings =
        new PingSettings(
            count,
            Duration.ZERO,
            Duration.ofSeconds(1),
            0,
            OptionalInt.empty(),
            OptionalInt.empty(),
            0,
            0);
    return new PingStream(ProbeTarget.of(IpAddress.LOOPBACK_V4), settings, listener) {
      @Override
      void transmit(int sequence) {}

      @Override
      List<NativeSocket> sockets() {
        return List.of();
      }

      @Override
      SocketPoller.Interest interest() {
        return SocketPoller.Interest.READABLE;
      }

      @Override
      void drain(NativeSocket socket) {}

      @Override
      public void close() {}
    };
  }

  @Test
  void duplicatesAndLateRepliesAreToldApart() throws Exception {
    PingStream stream = stream(4);
    for (int i = 0; i < 4; i++) {
      stream.send();
    }
    long now = System.nanoTime();
    for (int sequence : new int[] {0, 2, 1, 2, 9, -1}) {
      stream.reply(sequence, 64, OptionalInt.empty(), false, now);
    }
    assertEquals(List.of("0", "2", "1 late", "2 dup"), told);
    assertEquals(3, stream.statistics.received());
    assertEquals(1, stream.statistics.duplicates());
    assertEquals(1, stream.statistics.late());
    assertEquals(25.0, stream.statistics.lossPercent());
    stream.expire(now + Duration.ofSeconds(5).toNanos());
    assertEquals("3 silent", told.get(4));
    assertTrue(stream.allSettled());
  }

  @Test
  void sequencesGoOnBeyondSixteenBits() throws Exception {
    PingStream stream = stream(0);
    for (int i = 0; i < 65_540; i++) {
      stream.send();
    }
    assertEquals(65_539, stream.fullSequence(3));
    assertEquals(65_536, stream.fullSequence(0));
    assertEquals(65_535, stream.fullSequence(65_535));
    assertEquals(4, stream.fullSequence(4));
  }
}
