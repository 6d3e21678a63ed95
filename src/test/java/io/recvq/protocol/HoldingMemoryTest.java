package io.recvq.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldingMemoryTest {
  private final HoldingMemory memory = new HoldingMemory();

  @ParameterizedTest
  @CsvSource({
    "1, 256",
    "256, 256",
    "257, 512",
    "512, 512",
    "513, 1024",
    "32769, 65536",
    "65536, 65536",
    "65537, 65537",
    "100000, 100000",
  })
  void arraysAreOfTheNextPowerOfTwoUpTo64KAndAsAskedForBeyond(int asked, int capacity) {
    assertEquals(capacity, memory.take(asked).capacity());
  }

  @ParameterizedTest
  @CsvSource({"256, 200", "512, 257", "65536, 40000"})
  void whatWasGivenBackIsTakenAgainForItsSize(int size, int asked) {
    ByteBuffer given = ByteBuffer.allocate(size);
    memory.give(given);
    assertNotSame(given, memory.take(2 * size));
    assertSame(given, memory.take(asked));
    assertNotSame(given, memory.take(asked));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "128", "255", "257", "300", "65535", "65537", "131072"})
  void arraysOfOtherSizesAreNotKept(int size) {
    ByteBuffer given = ByteBuffer.allocate(size);
    memory.give(given);
    assertNotSame(given, memory.take(Math.max(1, size)));
    assertNotSame(given, memory.take(256));
    assertNotSame(given, memory.take(65536));
  }

  @Test
  void of64SpareArraysOfASizeAllAreKeptAndTheNextIsNot() {
    ByteBuffer[] given = new ByteBuffer[65];
    for (int i = 0; i < given.length; i++) {
      given[i] = ByteBuffer.allocate(256);
      memory.give(given[i]);
    }
    for (int i = 63; i >= 0; i--) {
      assertSame(given[i], memory.take(256));
    }
    assertNotSame(given[64], memory.take(256));
  }
}
