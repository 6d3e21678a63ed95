package io.recvq.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.sockets.Owner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Holders of sockets by inode. */
class InodeOwnersTest {
  @Test
  void aSocketHasItsHoldersByProcessAndDescriptor() {
    InodeOwners owners = new InodeOwners(2);
    assertTrue(owners.isEmpty());
    owners.want(77);
    owners.want(77);
    owners.want(78);
    assertFalse(owners.isEmpty());
    owners.add(77, new Owner(9, "b", 4));
    owners.add(77, new Owner(9, "b", 3));
    owners.add(77, new Owner(8, "a", 5));
    assertEquals(
        List.of(new Owner(8, "a", 5), new Owner(9, "b", 3), new Owner(9, "b", 4)),
        owners.owners(77));
    assertEquals(List.of(), owners.owners(78));
    assertEquals(List.of(), owners.owners(79));
    assertFalse(owners.isWanted(79));
  }

  /** The oracle is a HashMap of lists. */
  @Test
  void manySocketsAreKeptApart() {
    Random random = new Random(7);
    for (int size : new int[] {0, 1, 15, 16, 17, 1000, 40_000}) {
      InodeOwners owners = new InodeOwners(size);
      Map<Long, List<Owner>> oracle = new HashMap<>();
      for (int i = 0; i < size; i++) {
        // Inodes come in rows, and some are far apart.
        long inode = random.nextInt(4) == 0 ? 1 + random.nextLong(1L << 40) : 1_000_000 + i;
        owners.want(inode);
        oracle.put(inode, new ArrayList<>());
      }
      int pid = 0;
      for (Map.Entry<Long, List<Owner>> each : oracle.entrySet()) {
        for (int holder = random.nextInt(3); holder > 0; holder--) {
          Owner owner = new Owner(++pid, "p", 3);
          each.getValue().add(owner);
          owners.add(each.getKey(), owner);
        }
      }
      oracle.forEach((inode, holders) -> assertEquals(holders, owners.owners(inode)));
      for (int i = 0; i < 1000; i++) {
        long inode = 1 + random.nextLong(2_000_000);
        assertEquals(oracle.containsKey(inode), owners.isWanted(inode));
      }
    }
  }
}
