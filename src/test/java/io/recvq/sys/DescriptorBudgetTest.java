package io.recvq.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many descriptors a sweep may open. */
class DescriptorBudgetTest {
  @Test
  void whatIsOpenAndAReserveAreLeftOut(@TempDir Path open) throws Exception {
    Files.createFile(open.resolve("0"));
    Files.createFile(open.resolve("1"));
    assertEquals(1024 - 2 - 64, DescriptorBudget.available(1024, open));
  }

  @Test
  void whereProcDoesNotTellWhatIsOpenThereIsABudgetStill(@TempDir Path folder) {
    assertEquals(1024 - 64, DescriptorBudget.available(1024, folder.resolve("missing")));
  }

  @Test
  void aTableThatIsFullLeavesOne(@TempDir Path open) {
    assertEquals(1, DescriptorBudget.available(10, open));
  }

  @Test
  void thisProcessMayOpenSome() {
    assertTrue(DescriptorBudget.available() > 1);
  }
}
