package io.recvq.sys;

import io.recvq.sockets.Owner;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.SocketRow;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the processes that hold sockets: reads every descriptor link below /proc once. Another
 * user's processes are closed to all but root.
 */
public final class OwnerFinder {
  private static final int MAX_NAME_BYTES = 64;

  private final Path proc;

  OwnerFinder(Path proc) {
    this.proc = proc;
  }

  /** The same rows in the same order, each with its owners. */
  public List<SocketRow> withOwners(Collection<? extends SocketRow> rows) {
    Map<Long, List<Owner>> wanted = new HashMap<>(rows.size() * 2);
    for (SocketRow row : rows) {
      if (row.hasInode()) {
        wanted.put(row.inode(), new ArrayList<>(1));
      }
    }
    boolean denied = !wanted.isEmpty() && search(wanted);
    List<SocketRow> owned = new ArrayList<>(rows.size());
    for (SocketRow row : rows) {
      owned.add(row.withOwners(ownership(row, wanted, denied)));
    }
    return owned;
  }

  private static Ownership ownership(SocketRow row, Map<Long, List<Owner>> wanted, boolean denied) {
    List<Owner> owners = row.hasInode() ? wanted.getOrDefault(row.inode(), List.of()) : List.of();
    if (!owners.isEmpty()) {
      return Ownership.heldBy(owners);
    }
    return denied && row.hasInode() ? Ownership.NOT_PERMITTED : Ownership.NONE;
  }

  /** Fills the lists; true when at least one process did not let us look. */
  private boolean search(Map<Long, List<Owner>> wanted) {
    boolean denied = false;
    String[] names = proc.toFile().list();
    for (String name : names == null ? new String[0] : names) {
      if (isNumber(name)) {
        denied |= !searchProcess(Integer.parseInt(name), wanted);
      }
    }
    wanted
        .values()
        .forEach(
            owners -> owners.sort(Comparator.comparingInt(Owner::pid).thenComparingInt(Owner::fd)));
    return denied;
  }

  /** False when the process did not let us look. One that ended meanwhile holds nothing. */
  private boolean searchProcess(int pid, Map<Long, List<Owner>> wanted) {
    File folder = new File(proc.toFile(), pid + "/fd");
    String[] descriptors = folder.list();
    if (descriptors == null) {
      return !folder.exists() || folder.canRead();
    }
    String process = "";
    for (String descriptor : descriptors) {
      long inode = socketInode(folder.toPath().resolve(descriptor));
      List<Owner> owners = inode > 0 ? wanted.get(inode) : null;
      if (owners != null) {
        process = process.isEmpty() ? processName(pid) : process;
        owners.add(new Owner(pid, process, Integer.parseInt(descriptor)));
      }
    }
    return true;
  }

  /** The inode in a link such as {@code socket:[1234]}; 0 for every other descriptor. */
  private static long socketInode(Path link) {
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("socket:[")
          ? Long.parseLong(target, "socket:[".length(), target.length() - 1, 10)
          : 0;
    } catch (AccessDeniedException e) {
      return 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /** The kernel's name of a process, {@code ?} when it is gone. */
  private String processName(int pid) {
    try {
      byte[] name = Files.readAllBytes(proc.resolve(pid + "/comm"));
      int length = Math.min(name.length, MAX_NAME_BYTES);
      return new String(name, 0, length, StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      return "?";
    }
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() < 10;
  }
}
