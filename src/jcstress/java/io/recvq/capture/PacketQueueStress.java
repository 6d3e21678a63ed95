package io.recvq.capture;

import java.util.OptionalLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Packets between the thread that captures and the one that looks at them. */
public final class PacketQueueStress {
  private PacketQueueStress() {}

  /** Each is handed on once and in order, then the end is seen. */
  @JCStressTest
  @Outcome(id = "1, 2, 0", expect = Expect.ACCEPTABLE, desc = "in order, then the end")
  @Outcome(expect = Expect.FORBIDDEN, desc = "lost, doubled or out of order")
  @State
  public static class HandOver {
    private final PacketQueue queue = new PacketQueue(100);

    @Actor
    public void capture() {
      put(1);
      put(2);
      queue.close();
    }

    @Actor
    public void look(III_Result result) {
      result.r1 = number();
      result.r2 = number();
      result.r3 = number();
    }

    private void put(int number) {
      try {
        queue.put(new KeptPacket(number, 0, 1, 1, new byte[1]));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private int number() {
      try {
        return queue.take(OptionalLong.empty()).map(packet -> (int) packet.number()).orElse(0);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
