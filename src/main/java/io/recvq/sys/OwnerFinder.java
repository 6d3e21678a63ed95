package io.recvq.sys;

import io.recvq.sockets.Filter;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the processes that hold sockets: reads every descriptor link below /proc once, on several
 * threads where there are many. Another user's processes are closed to all but root.
 */
public final class OwnerFinder {
  private static final int MAX_NAME_BYTES = 64;

  /** A thread costs about as much as this many links. */
  private static final int LINKS_PER_THREAD = 500;

  private static final int MAX_THREADS = 8;

  /** Of one process; so many need root to raise a limit twice (fs.nr_open, ulimit). */
  private static final int MAX_DESCRIPTORS = 1 << 26;

  private final Path proc;

  OwnerFinder(Path proc) {
    this.proc = proc;
  }

  /**
   * The rows that a filter surely chooses.
   *
   * @param owners whether they come with their owners also where the filter does not ask for these
   * @param limits takes what could not be told, in plain words
   */
  public List<SocketRow> choose(
      List<? extends SocketRow> all, Filter filter, boolean owners, List<String> limits) {
    List<SocketRow> rows = new ArrayList<>(all.size());
    for (SocketRow row : all) {
      if (filter.test(row) != Filter.Answer.NO) {
        rows.add(row);
      }
    }
    if (owners || filter.asksOwners()) {
      rows = withOwners(rows);
    }
    if (filter.asksOwners()) {
      limit(rows, filter).ifPresent(limits::add);
      rows.removeIf(row -> filter.test(row) != Filter.Answer.YES);
    }
    return rows;
  }

  /** Who asks for a process that is not there misses nothing by lack of rights. */
  private Optional<String> limit(List<SocketRow> rows, Filter filter) {
    OptionalInt pid = filter.heldBy();
    return pid.isPresent() && !Files.exists(proc.resolve(String.valueOf(pid.getAsInt())))
        ? Optional.of("no process " + pid.getAsInt() + " is to be seen in /proc")
        : Ownership.limit(rows);
  }

  /** Descriptors of one process: the numbers below a count, or those of a list. */
  private static final class Descriptors {
    final int pid;
    final int count;
    final AtomicInteger found = new AtomicInteger();
    private final int @Nullable [] listed;

    /** A process that has so many, probably the lowest numbers. */
    Descriptors(int pid, int count) {
      this.pid = pid;
      this.count = count;
      this.listed = null;
    }

    Descriptors(int pid, int[] listed) {
      this.pid = pid;
      this.count = listed.length;
      this.listed = listed;
    }

    int number(int index) {
      return listed == null ? index : listed[index];
    }

    /** Whether some of them have higher numbers than were read. */
    boolean hasMore() {
      return listed == null && found.get() < count;
    }
  }

  /**
   * Starts to load what {@link #withOwners} needs, on a thread that ends by itself, while the table
   * is read. Never needed, and never fails.
   */
  public void prepare() {
    DescriptorLinks.prepare();
  }

  /** The same rows in the same order, each with its owners. */
  public List<SocketRow> withOwners(Collection<? extends SocketRow> rows) {
    InodeOwners wanted = new InodeOwners(rows.size());
    for (SocketRow row : rows) {
      if (row.hasInode()) {
        wanted.want(row.inode());
      }
    }
    boolean denied = !wanted.isEmpty() && search(wanted);
    List<SocketRow> owned = new ArrayList<>(rows.size());
    for (SocketRow row : rows) {
      owned.add(row.withOwners(ownership(row, wanted, denied)));
    }
    return owned;
  }

  private static Ownership ownership(SocketRow row, InodeOwners wanted, boolean denied) {
    List<Owner> owners = row.hasInode() ? wanted.owners(row.inode()) : List.of();
    if (!owners.isEmpty()) {
      return Ownership.heldBy(owners);
    }
    return denied && row.hasInode() ? Ownership.NOT_PERMITTED : Ownership.NONE;
  }

  /** Finds the holders; true when at least one process did not let us look. */
  private boolean search(InodeOwners wanted) {
    Search search = new Search(wanted, new AtomicBoolean());
    List<Descriptors> processes = processes(search);
    readAll(processes, search);
    List<Descriptors> sparse = new ArrayList<>();
    for (Descriptors process : processes) {
      if (process.hasMore()) {
        list(process.pid, search, process.count).ifPresent(sparse::add);
      }
    }
    readAll(sparse, search);
    return search.denied().get();
  }

  /**
   * What is looked for.
   *
   * @param denied set when a process did not let us look
   */
  private record Search(InodeOwners wanted, AtomicBoolean denied) {}

  /**
   * Every process with the numbers that its descriptors probably have. The size of the folder is
   * their count since Linux 6.2, and a process is given the lowest free number (man 2 open), so
   * counting is exact for nearly all of them, and much cheaper than listing.
   */
  private List<Descriptors> processes(Search search) {
    List<Descriptors> processes = new ArrayList<>();
    String[] entries = proc.toFile().list();
    for (String entry : entries == null ? new String[0] : entries) {
      if (isNumber(entry)) {
        int pid = Integer.parseInt(entry);
        int open = (int) Math.min(folder(pid).length(), MAX_DESCRIPTORS);
        if (open > 0) {
          processes.add(new Descriptors(pid, open));
        } else {
          list(pid, search, 0).ifPresent(processes::add);
        }
      }
    }
    return processes;
  }

  private File folder(int pid) {
    return new File(proc.toFile(), pid + "/fd");
  }

  /** The descriptors that a process has from this number on; empty when it does not tell. */
  private Optional<Descriptors> list(int pid, Search search, int from) {
    String[] names = folder(pid).list();
    if (names == null) {
      // One that ended meanwhile holds nothing; one that is there is closed to us.
      if (new File(proc.toFile(), Integer.toString(pid)).exists()) {
        search.denied().set(true);
      }
      return Optional.empty();
    }
    int[] numbers =
        Stream.of(names)
            .filter(OwnerFinder::isNumber)
            .mapToInt(Integer::parseInt)
            .filter(number -> number >= from)
            .toArray();
    return Optional.of(new Descriptors(pid, numbers));
  }

  /** Splits the links, in the order of processes and descriptors, into equal parts. */
  private void readAll(List<Descriptors> processes, Search search) {
    int links = processes.stream().mapToInt(process -> process.count).sum();
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
      Thread helper = new Thread(() -> readPart(processes, from, to, search), "owners");
      helper.start();
      helpers.add(helper);
    }
    readPart(processes, 0, links / threads, search);
    helpers.forEach(Threads::awaitEnd);
  }

  private void readPart(List<Descriptors> processes, int from, int to, Search search) {
    try (DescriptorLinks links = DescriptorLinks.in(proc)) {
      int at = 0;
      for (Descriptors process : processes) {
        int first = Math.max(from - at, 0);
        int last = Math.min(to - at, process.count);
        if (first < last) {
          readLinks(process, first, last, links, search);
        }
        at += process.count;
      }
    }
  }

  private void readLinks(
      Descriptors process, int first, int last, DescriptorLinks links, Search search) {
    String name = "";
    int found = 0;
    for (int i = first; i < last; i++) {
      int fd = process.number(i);
      long inode = links.socketInode(process.pid, fd);
      if (inode == DescriptorLinks.NOT_PERMITTED) {
        search.denied().set(true);
        found = process.count;
        break;
      }
      found += inode == DescriptorLinks.GONE ? 0 : 1;
      if (inode > 0 && search.wanted().isWanted(inode)) {
        name = name.isEmpty() ? processName(process.pid) : name;
        search.wanted().add(inode, new Owner(process.pid, name, fd));
      }
    }
    process.found.addAndGet(found);
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
