package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Input on its way to a peer: who waits for its end is told of it in any case. */
@Timeout(60)
class InputPumpTest {
  private final CountDownLatch ended = new CountDownLatch(1);

  /** A datagram that the system refuses, say. */
  @Test
  void aPieceThatCannotBeSentEndsTheInputAndIsToldWhy() throws Exception {
    IOException refused = new IOException("Operation not permitted");
    InputPump pump =
        InputPump.start(
            new ByteArrayInputStream(new byte[1 << 20]),
            new InputPump.Sink() {
              @Override
              public void piece(ByteBuffer bytes) throws IOException {
                throw refused;
              }

              @Override
              public void end() {
                ended.countDown();
              }
            });
    ended.await();
    assertSame(refused, assertThrows(IOException.class, pump::requireWhole));
    pump.close();
  }

  @Test
  void allOfAnInputIsCarriedBeforeItsEnd() throws Exception {
    AtomicInteger carried = new AtomicInteger();
    InputStream in = new ByteArrayInputStream(new byte[100_001]);
    InputPump pump =
        InputPump.start(
            in,
            new InputPump.Sink() {
              @Override
              public void piece(ByteBuffer bytes) {
                carried.addAndGet(bytes.remaining());
              }

              @Override
              public void end() {
                ended.countDown();
              }
            });
    ended.await();
    pump.requireWhole();
    assertEquals(100_001, carried.get());
    pump.close();
  }
}
