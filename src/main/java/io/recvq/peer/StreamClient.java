package io.recvq.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends what it is given and hands out what comes, both ways at the same time; the end of our input
 * ends our sending only. The giver waits while the peer does not read, so nothing piles up here.
 */
public final class StreamClient implements Handler {
  private final EventLoop loop;
  private final Consumer<ByteBuffer> received;
  private final CountDownLatch opened = new CountDownLatch(1);
  private volatile CountDownLatch taken = new CountDownLatch(0);
  private @Nullable Connection connection;

  /**
   * @param received told what comes; the buffer is valid during the call only
   */
  public StreamClient(EventLoop loop, Consumer<ByteBuffer> received) {
    this.loop = loop;
    this.received = received;
  }

  /**
   * Sends these bytes and waits until the kernel has taken them. From any thread but the loop's.
   *
   * @throws IOException when the loop has ended
   */
  public void send(ByteBuffer bytes) throws IOException, InterruptedException {
    opened.await();
    CountDownLatch done = new CountDownLatch(1);
    taken = done;
    loop.call(
        () -> {
          Connection open = connection;
          if (open != null) {
            open.write(bytes);
          }
          if (open == null || !open.isOpen() || open.pendingBytes() == 0) {
            done.countDown();
          }
          return true;
        });
    done.await();
  }

  /** Says that nothing more will be sent (FIN); what the peer sends still comes. */
  public void endInput() throws InterruptedException {
    opened.await();
    loop.execute(
        () -> {
          if (connection != null) {
            connection.endOutput();
          }
        });
  }

  @Override
  public void opened(Connection open) {
    connection = open;
    opened.countDown();
  }

  @Override
  public void received(Connection open, ByteBuffer bytes) {
    received.accept(bytes);
  }

  @Override
  public void drained(Connection open) {
    taken.countDown();
  }

  @Override
  public void closed(Connection open, Ending ending) {
    connection = null;
    taken.countDown();
  }
}
