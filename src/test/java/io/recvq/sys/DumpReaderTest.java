package io.recvq.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the thread that fetches datagrams ahead leaves to who waits for them. */
@Timeout(60)
class DumpReaderTest {
  private static final int HEADER_BYTES = 16;
  private static final short SOCK_DIAG_BY_FAMILY = 20;

  /** A message without rows, after which more come. */
  private static ByteBuffer datagram() {
    ByteBuffer message = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.nativeOrder());
    return message.putInt(HEADER_BYTES).putShort(SOCK_DIAG_BY_FAMILY).clear();
  }

  @Test
  void anErrorOfTheFetchingThreadReachesWhoWaits() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    DumpReader.Source source =
        () -> {
          if (asked.incrementAndGet() > 2) {
            throw new OutOfMemoryError("of the test");
          }
          return datagram();
        };
    try (DumpReader reader = new DumpReader(source)) {
      assertEquals(HEADER_BYTES, reader.next().remaining());
      assertEquals(HEADER_BYTES, reader.next().remaining());
      assertThrows(OutOfMemoryError.class, reader::next);
    }
  }
}
