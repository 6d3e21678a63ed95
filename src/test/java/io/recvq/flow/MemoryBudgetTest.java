package io.recvq.flow;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private final MemoryBudget budget = new MemoryBudget(FlowLimits.DEFAULT);

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
  }

  private static String text(ByteBuffer copy, int length) {
    byte[] bytes = new byte[length];
    copy.get(0, bytes);
    return new String(bytes, US_ASCII);
  }

  @Test
  void a_copy_starts_at_0_and_lies_in_an_array_that_is_used_again() {
    ByteBuffer copy = budget.copied(direct("--abc--".getBytes(US_ASCII)), 2, 3);
    assertTrue(copy.hasArray());
    assertEquals("abc", text(copy, 3));

    assertSame(copy, budget.copied(direct("xyz".getBytes(US_ASCII)), 0, 3));
    assertEquals("xyz", text(copy, 3));
    assertSame(copy, budget.copied(direct(new byte[2048]), 0, 2048));
  }

  @Test
  void a_copy_is_as_large_as_it_must_be() {
    byte[] bytes = new byte[5000];
    Arrays.fill(bytes, (byte) 'x');
    ByteBuffer copy = budget.copied(direct(bytes), 0, 5000);

    assertEquals(ByteBuffer.wrap(bytes), copy.slice(0, 5000));
  }
}
