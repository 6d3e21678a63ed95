package io.recvq.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Packets on their way from the thread that captures to the one that looks at them. */
class PacketQueueTest {
  private static final OptionalLong FOREVER = OptionalLong.empty();
  private static final int GENEROUS_SECONDS = 60;

  private static KeptPacket packet(long number, int bytes) {
    return new KeptPacket(number, 0, 1, bytes, new byte[bytes]);
  }

  private static List<Long> takeAll(PacketQueue queue) throws InterruptedException {
    List<Long> numbers = new ArrayList<>();
    for (var next = queue.take(FOREVER); next.isPresent(); next = queue.take(FOREVER)) {
      numbers.add(next.get().number());
    }
    return numbers;
  }

  private static CompletableFuture<List<Long>> taking(PacketQueue queue) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return takeAll(queue);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static <T> T result(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(GENEROUS_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void packetsComeInTheOrderInWhichTheyWerePutThenTheEnd() throws InterruptedException {
    PacketQueue queue = new PacketQueue(100);
    queue.put(packet(1, 1));
    queue.put(packet(2, 1));
    queue.close();
    assertEquals(List.of(1L, 2L), takeAll(queue));
    assertTrue(queue.take(FOREVER).isEmpty());
  }

  @Test
  void aTimeThatIsOverEndsTheWaiting() throws InterruptedException {
    PacketQueue queue = new PacketQueue(100);
    assertTrue(queue.take(OptionalLong.of(System.nanoTime())).isEmpty());
    queue.put(packet(1, 1));
    assertEquals(1, queue.take(OptionalLong.of(System.nanoTime())).orElseThrow().number());
  }

  @Test
  void itIsEmptyOnlyWhenNothingArrivedAndNothingIsLeftOfWhatWasTaken() throws InterruptedException {
    PacketQueue queue = new PacketQueue(100);
    assertTrue(queue.isEmpty());
    queue.put(packet(1, 1));
    queue.put(packet(2, 1));
    assertFalse(queue.isEmpty());
    queue.take(FOREVER);
    assertFalse(queue.isEmpty());
    queue.take(FOREVER);
    assertTrue(queue.isEmpty());
  }

  @Test
  void whoWaitsIsWokenByTheHandingOver()
      throws InterruptedException, ExecutionException, TimeoutException {
    PacketQueue queue = new PacketQueue(1000);
    CompletableFuture<Long> first =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return queue.take(FOREVER).orElseThrow().number();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    queue.put(packet(1, 1));
    queue.handOver();
    assertEquals(1, result(first));
  }

  /**
   * More bytes than there is room for: either thread has to wait for the other, again and again.
   */
  @Test
  void aFullQueueIsEmptiedAndGoesOn()
      throws InterruptedException, ExecutionException, TimeoutException {
    PacketQueue queue = new PacketQueue(1000);
    CompletableFuture<List<Long>> taken = taking(queue);
    List<Long> put = new ArrayList<>();
    for (long number = 1; number <= 10_000; number++) {
      queue.put(packet(number, 100));
      put.add(number);
    }
    queue.close();
    assertEquals(put, result(taken));
  }

  @Test
  void packetsThatWereTakenTogetherCountUntilTheLastOfThemIsGone()
      throws InterruptedException, ExecutionException, TimeoutException {
    PacketQueue queue = new PacketQueue(99);
    queue.put(packet(1, 50));
    queue.put(packet(2, 50));
    assertEquals(1, queue.take(FOREVER).orElseThrow().number());
    CompletableFuture<Void> third =
        CompletableFuture.runAsync(
            () -> {
              try {
                queue.put(packet(3, 50));
                queue.close();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertEquals(2, queue.take(FOREVER).orElseThrow().number());
    assertFalse(third.isDone(), "there is no room while the two are not known to be gone");
    assertEquals(List.of(3L), takeAll(queue));
    result(third);
  }

  @Test
  void whoWaitsForRoomThatNobodyWillMakeIsLetGo()
      throws InterruptedException, ExecutionException, TimeoutException {
    PacketQueue queue = new PacketQueue(99);
    queue.put(packet(1, 100));
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(
            () -> {
              try {
                queue.put(packet(2, 100));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    queue.abandon();
    result(second);
    queue.close();
    assertEquals(List.of(), takeAll(queue));
  }
}
