package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.AddressSpec;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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

  /** Its peer has no endpoint that the socket table could be asked for, but is there. */
  @Test
  void aStallOnAUnixSocketLastsUntilItsTimeIsOver(@TempDir Path folder) throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    try (EventLoop loop = EventLoop.start("stalled", PeerObserver.NONE)) {
      Listener.open(
          loop,
          AddressSpec.parse("unix:" + address.getPath()),
          Peers.options("stall=800ms"),
          connection -> new EchoHandler());
      try (SocketChannel client = SocketChannel.open(address)) {
        client.write(ByteBuffer.wrap(new byte[] {7}));
        ByteBuffer echo = ByteBuffer.allocate(1);
        assertEquals(1, client.read(echo), "the server closed the connection");
      }
    }
  }
}
