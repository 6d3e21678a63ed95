package io.recvq.sys;

import io.recvq.sockets.Owner;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.SocketRow;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the processes that hold sockets: reads every descriptor link below /proc once, on several
 * threads where there are many. Another user's processes are closed to all but root.
 */
public final class OwnerFinder {
  private static final int MAX_NAME_BYTES = 64;

  /** A thread costs about as much as this many links. */
  private static final int LINKS_PER_THREAD = 500;

  private static final int MAX_THREADS = 8;

  private final Path proc;

  OwnerFinder(Path proc) {
    this.proc = proc;
  }

  /** The descriptors of one process. */
  private record Descriptors(int pid, File folder, List<String> names) {}

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
    List<Descriptors> processes = new ArrayList<>();
    boolean denied = false;
    int links = 0;
    String[] entries = proc.toFile().list();
    for (String entry : entries == null ? new String[0] : entries) {
      if (isNumber(entry)) {
        File folder = new File(proc.toFile(), entry + "/fd");
        String[] names = folder.list();
        if (names != null) {
          processes.add(new Descriptors(Integer.parseInt(entry), folder, List.of(names)));
          links += names.length;
        } else {
          // One that ended meanwhile holds nothing; one that is there is closed to us.
          denied |= new File(proc.toFile(), entry).exists();
        }
      }
    }
    readAll(processes, links, wanted);
    Comparator<Owner> order = Comparator.comparingInt(Owner::pid).thenComparingInt(Owner::fd);
    for (List<Owner> owners : wanted.values()) {
      if (owners.size() > 1) {
        owners.sort(order);
      }
    }
    return denied;
  }

  /** Splits the links, in the order of processes and descriptors, into equal parts. */
  private void readAll(List<Descriptors> processes, int links, Map<Long, List<Owner>> wanted) {
    int threads =
        Math.max(
            1,
            Math.min(
                Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS),
                links / LINKS_PER_THREAD));
    List<Thread> helpers = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      int from = (int) ((long) links * i / threads);
      int to = (int) ((long) links * (i + 1) / threads);
      Thread helper = new Thread(() -> readPart(processes, from, to, wanted), "owners");
      helper.start();
      helpers.add(helper);
    }
    readPart(processes, 0, links / threads, wanted);
    boolean interrupted = false;
    for (Thread helper : helpers) {
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void readPart(
      List<Descriptors> processes, int from, int to, Map<Long, List<Owner>> wanted) {
    int at = 0;
    for (Descriptors process : processes) {
      int first = Math.max(from - at, 0);
      int last = Math.min(to - at, process.names().size());
      if (first < last) {
        readLinks(process, first, last, wanted);
      }
      at += process.names().size();
    }
  }

  /** The map itself does not change while threads read it, and each list is locked. */
  private void readLinks(Descriptors process, int first, int last, Map<Long, List<Owner>> wanted) {
    Path folder = process.folder().toPath();
    String name = "";
    for (int i = first; i < last; i++) {
      String descriptor = process.names().get(i);
      long inode = socketInode(folder.resolve(descriptor));
      List<Owner> owners = inode > 0 ? wanted.get(inode) : null;
      if (owners != null) {
        name = name.isEmpty() ? processName(process.pid()) : name;
        Owner owner = new Owner(process.pid(), name, Integer.parseInt(descriptor));
        synchronized (owners) {
          owners.add(owner);
        }
      }
    }
  }

  /** The inode in a link such as {@code socket:[1234]}; 0 for a descriptor of another kind. */
  private static long socketInode(Path link) {
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("socket:[")
          ? Long.parseLong(target, "socket:[".length(), target.length() - 1, 10)
          : 0;
    } catch (IOException | NumberFormatException e) {
      // Closed since it was listed.
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
