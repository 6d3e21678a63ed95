package io.recvq.bench;

import io.recvq.net.AddressSpec;
import io.recvq.net.Endpoint;
import io.recvq.peer.EventLoop;
import io.recvq.peer.Listener;
import io.recvq.peer.PeerObserver;
import io.recvq.peer.ServerKind;
import io.recvq.peer.ServerOptions;
import io.recvq.protocol.FrameLimits;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Round trips a second through the event loop, one at a time on one connection of loopback. Run
 * with {@code -prof gc} it shows what the loop allocates for each: nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EventLoopBenchmark {
  @Param({"64", "65536"})
  public int size;

  private EventLoop loop;
  private SocketChannel client;
  private ByteBuffer message;

  @Setup
  public void connect() throws IOException {
    loop = EventLoop.start("server under measurement", PeerObserver.NONE);
    Listener listener =
        Listener.open(
            loop,
            AddressSpec.parse("127.0.0.1:0"),
            ServerOptions.DEFAULT,
            ServerKind.ECHO.handlers(FrameLimits.DEFAULT, true));
    client = SocketChannel.open(listener.endpoint().map(Endpoint::toSocketAddress).orElseThrow());
    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
    message = ByteBuffer.allocateDirect(size);
  }

  @Benchmark
  public int roundTrip() throws IOException {
    message.clear();
    while (message.hasRemaining()) {
      client.write(message);
    }
    message.clear();
    while (message.hasRemaining()) {
      if (client.read(message) < 0) {
        throw new IOException("the server has ended the connection");
      }
    }
    return size;
  }

  @TearDown
  public void close() throws IOException {
    client.close();
    loop.close();
  }
}
