package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.recvq.net.AddressSpec;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When a listener accepts, and what is left of one that cannot. */
@Timeout(120)
class ListenerTest {
  private static EffectPlan plan(String effect) {
    return new EffectPlan(List.of(EffectSpec.parse(effect)), 1, 1, 0);
  }

  /** The rest between two accepts was under way when the listener was told to accept no more. */
  @Test
  void aListenerThatRefusesDoesNotAcceptWhenASlowAcceptsRestIsOver() throws Exception {
    BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
    ServerOptions slow = ServerOptions.DEFAULT.with(plan("slow-accept=50ms"));
    try (EventLoop loop = EventLoop.start("slow, then refusing", events::add)) {
      Listener listener =
          Listener.open(loop, AddressSpec.parse("127.0.0.1:0"), slow, c -> new EchoHandler());
      LoopControl control = LoopControl.of(loop, listener, slow.effects());
      try (Socket first = connect(listener)) {
        while (!(events.take() instanceof PeerEvent.Accepted)) {
          // Accepted: the listener rests now.
        }
        control.change(plan("refuse"));
        awaitTimer(loop, 100_000_000);
        try (Socket second = connect(listener)) {
          // The loop looks at its sockets before it does this.
          loop.call(() -> 0);
          loop.call(() -> 0);
          assertEquals(0, events.stream().filter(PeerEvent.Accepted.class::isInstance).count());
        }
      }
    }
  }

  @Test
  void aConnectionThatCannotBeServedDoesNotCountAsOpen() throws Exception {
    ServerOptions one =
        new ServerOptions(
            16,
            OptionalInt.of(1),
            Optional.empty(),
            false,
            false,
            SocketSettings.DEFAULT,
            EffectPlan.NONE);
    AtomicInteger asked = new AtomicInteger();
    HandlerFactory handlers =
        connection -> {
          if (asked.getAndIncrement() == 0) {
            throw new IOException("cannot serve the first one");
          }
          return new EchoHandler();
        };
    try (EventLoop loop = EventLoop.start("one at a time", PeerObserver.NONE)) {
      Listener listener = Listener.open(loop, AddressSpec.parse("127.0.0.1:0"), one, handlers);
      try (Socket first = connect(listener);
          Socket second = connect(listener)) {
        assertEquals(-1, first.getInputStream().read());
        second.setSoTimeout(60_000);
        second.getOutputStream().write('x');
        assertEquals('x', second.getInputStream().read());
        assertEquals(2, asked.get());
      }
    }
  }

  private static Socket connect(Listener listener) throws Exception {
    Socket socket = new Socket();
    socket.connect(listener.endpoint().orElseThrow().toSocketAddress());
    return socket;
  }

  /** Returns when all timers that are due earlier have run. */
  private static void awaitTimer(EventLoop loop, long nanos) throws Exception {
    CountDownLatch due = new CountDownLatch(1);
    loop.execute(() -> loop.schedule(nanos, due::countDown));
    due.await();
  }

  @Test
  void aListenerOnALoopThatHasEndedLeavesNoSocketBehind(@TempDir Path folder) throws Exception {
    EventLoop loop = EventLoop.start("ended", PeerObserver.NONE);
    loop.close();
    Path path = folder.resolve("socket");
    assertThrows(
        InterruptedIOException.class,
        () ->
            Listener.open(
                loop,
                AddressSpec.parse("unix:" + path),
                ServerOptions.DEFAULT,
                connection -> new EchoHandler()));
    assertFalse(Files.exists(path));
  }
}
