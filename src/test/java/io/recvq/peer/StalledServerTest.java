package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.AddressSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StalledServerTest {
  @Test
  void aServerThatNeverReadsMakesTheKernelRefuseAndReadingAgainDrainsEveryByte() throws Exception {
    try (EventLoop loop = EventLoop.start("stalled", PeerObserver.NONE)) {
      StalledServer server =
          StalledServer.open(loop, AddressSpec.parse("127.0.0.1:0"), ServerOptions.DEFAULT);
      try (Filler filler =
          Filler.connect(
              server.endpoint().orElseThrow().toSocketAddress(),
              SocketSettings.DEFAULT,
              Filler.DEFAULT_CHUNK_BYTES,
              Duration.ofSeconds(10))) {
        assertEquals(Filler.Stop.REFUSED, filler.writeUntilRefused(Long.MAX_VALUE));
        assertEquals(filler.acceptedBytes(), filler.firstRefusalBytes().orElseThrow());
        assertTrue(filler.acceptedBytes() > 0);
        assertEquals(0, server.bytesRead());

        server.readAgain();
        while (server.bytesRead() < filler.acceptedBytes()) {
          Thread.onSpinWait();
        }
        assertEquals(filler.acceptedBytes(), server.bytesRead());
      }
    }
  }

  @Test
  void fillingStopsAtTheLimitExactly() throws Exception {
    try (EventLoop loop = EventLoop.start("stalled", PeerObserver.NONE)) {
      StalledServer server =
          StalledServer.open(loop, AddressSpec.parse("127.0.0.1:0"), ServerOptions.DEFAULT);
      try (Filler filler =
          Filler.connect(
              server.endpoint().orElseThrow().toSocketAddress(),
              SocketSettings.DEFAULT,
              Filler.DEFAULT_CHUNK_BYTES,
              Duration.ofSeconds(10))) {
        assertEquals(Filler.Stop.LIMIT, filler.writeUntilRefused(100_001));
        assertEquals(100_001, filler.acceptedBytes());
      }
    }
  }
}
