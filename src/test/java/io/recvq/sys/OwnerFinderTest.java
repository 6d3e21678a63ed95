package io.recvq.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.sockets.Filter;
import io.recvq.sockets.FilterParser;
import io.recvq.sockets.InetRow;
import io.recvq.sockets.Owner;
import io.recvq.sockets.Ownership;
import io.recvq.sockets.SocketQuery;
import io.recvq.sockets.SocketRow;
import io.recvq.testing.Needs;
import io.recvq.testing.Program;
import io.recvq.testing.Program.Running;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerFinderTest {
  private static final Path PROC = Path.of("/proc");

  /** A listener at two descriptors, one of them far above the others. */
  private static final String LISTENER =
      """
      import os, socket, sys
      s = socket.create_server(("127.0.0.1", 0))
      os.dup2(s.fileno(), 700)
      print("port", s.getsockname()[1], flush=True)
      sys.stdin.read()
      """;

  private static List<SocketRow> listenersAt(int port) throws Exception {
    try (SocketTable table = Machine.local().sockets()) {
      List<SocketRow> rows = new ArrayList<>();
      for (SocketRow row : table.snapshot(SocketQuery.tcpPort(port)).rows()) {
        if (row instanceof InetRow inet && inet.local().port() == port) {
          rows.add(row);
        }
      }
      return rows;
    }
  }

  private static List<Integer> descriptors(SocketRow row) {
    return row.owners().owners().stream().map(Owner::fd).toList();
  }

  @Test
  void aDescriptorFarAboveTheOthersIsFoundToo() throws Exception {
    Needs.program("python3");
    try (Running python = Program.start(Map.of(), List.of("python3", "-c", LISTENER))) {
      int port = Integer.parseInt(python.awaitLine("port").split(" ")[1]);
      List<SocketRow> rows = Machine.local().owners().withOwners(listenersAt(port));
      assertEquals(1, rows.size());
      Owner first = rows.get(0).owners().owners().get(0);
      assertEquals(python.process().pid(), first.pid());
      assertEquals("python3", first.process());
      assertEquals(2, descriptors(rows.get(0)).size());
      assertEquals(700, descriptors(rows.get(0)).get(1));
    }
  }

  @Test
  void systemCallsAndFilesTellTheSameOfEachDescriptor() throws Exception {
    Needs.program("python3");
    try (Running python = Program.start(Map.of(), List.of("python3", "-c", LISTENER));
        DescriptorLinks calls = new DescriptorLinks.Calls(PROC);
        DescriptorLinks files = new DescriptorLinks.ByFiles(PROC)) {
      int port = Integer.parseInt(python.awaitLine("port").split(" ")[1]);
      long inode = listenersAt(port).get(0).inode();
      int pid = (int) python.process().pid();
      List<Long> told = new ArrayList<>();
      for (int fd = 0; fd < 1000; fd++) {
        told.add(calls.socketInode(pid, fd));
        assertEquals(files.socketInode(pid, fd), told.get(fd), "descriptor " + fd);
      }
      assertEquals(inode, told.get(700));
      assertEquals(DescriptorLinks.NO_SOCKET, told.get(0));
      assertEquals(DescriptorLinks.GONE, told.get(999));
      assertEquals(DescriptorLinks.GONE, calls.socketInode(999_999_999, 0));
      assertEquals(inode, calls.socketInode(pid, 700));
    }
  }

  @Test
  void aProcessThatIsGoneHoldsNothingAndForbidsNothing() throws Exception {
    Path proc = Files.createTempDirectory("proc");
    try (ServerSocket socket = new ServerSocket(0)) {
      List<SocketRow> rows = listenersAt(socket.getLocalPort());
      Files.createDirectory(proc.resolve("self"));
      List<SocketRow> owned = new OwnerFinder(proc).withOwners(rows);
      assertEquals(Ownership.Kind.NONE, owned.get(0).owners().kind());
      // A process whose descriptors cannot be listed, but which is there, forbids.
      Files.createDirectory(proc.resolve("12"));
      owned = new OwnerFinder(proc).withOwners(rows);
      assertEquals(Ownership.Kind.NOT_PERMITTED, owned.get(0).owners().kind());
    } finally {
      Files.deleteIfExists(proc.resolve("12"));
      Files.deleteIfExists(proc.resolve("self"));
      Files.delete(proc);
    }
  }

  /** Root looks in vain as well, and is not told to be root. */
  @Test
  void whoAsksForAProcessThatIsNotThereIsToldSo(@TempDir Path emptyProc) {
    Filter filter = FilterParser.parse(List.of("pid 4711"), name -> OptionalLong.empty());
    List<String> limits = new ArrayList<>();
    assertEquals(List.of(), new OwnerFinder(emptyProc).choose(List.of(), filter, false, limits));
    assertEquals(List.of("no process 4711 is to be seen in /proc"), limits);
  }
}
