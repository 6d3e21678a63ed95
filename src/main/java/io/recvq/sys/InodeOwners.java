package io.recvq.sys;

import io.recvq.sockets.Owner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The sockets whose holders are looked for, by their inodes, and the holders that were found. A
 * hash table of plain numbers: there may be a hundred thousand sockets, and a lookup for each
 * descriptor of the machine. One thread names the sockets; after that several may add holders.
 */
final class InodeOwners {
  /** 2 to the 64th divided by the golden ratio: neighbouring inodes land far apart. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** 0 where nothing is: no socket has that inode. */
  private final long[] inodes;

  private final AtomicReferenceArray<@Nullable Holder> holders;
  private final int shift;
  private int size;

  /** One of a socket's holders; nearly all sockets have just one. */
  private record Holder(Owner owner, @Nullable Holder next) {}

  /** For at most this many sockets. */
  InodeOwners(int most) {
    int bits = Math.max(4, 33 - Integer.numberOfLeadingZeros(Math.max(1, most)));
    inodes = new long[1 << bits];
    holders = new AtomicReferenceArray<>(1 << bits);
    shift = Long.SIZE - bits;
  }

  /** Names a socket, once or more often; its inode is above 0. */
  void want(long inode) {
    int slot = slot(inode);
    if (inodes[slot] == 0) {
      inodes[slot] = inode;
      size++;
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isWanted(long inode) {
    return inodes[slot(inode)] == inode;
  }

  /** Notes a holder of a wanted socket. */
  void add(long inode, Owner owner) {
    int slot = slot(inode);
    Holder others;
    do {
      others = holders.get(slot);
    } while (!holders.compareAndSet(slot, others, new Holder(owner, others)));
  }

  /** The holders of a socket by process and descriptor; empty when it has none or is not wanted. */
  List<Owner> owners(long inode) {
    Holder last = holders.get(slot(inode));
    if (last == null) {
      return List.of();
    }
    if (last.next() == null) {
      return List.of(last.owner());
    }
    List<Owner> all = new ArrayList<>();
    for (Holder each = last; each != null; each = each.next()) {
      all.add(each.owner());
    }
    all.sort(Comparator.comparingInt(Owner::pid).thenComparingInt(Owner::fd));
    return all;
  }

  /** Where an inode is, or the free place where it belongs; the table is at most half full. */
  private int slot(long inode) {
    int slot = (int) (inode * SPREAD >>> shift);
    while (inodes[slot] != inode && inodes[slot] != 0) {
      slot = slot + 1 & inodes.length - 1;
    }
    return slot;
  }
}
