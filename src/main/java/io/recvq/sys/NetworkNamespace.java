package io.recvq.sys;

import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Another network namespace (man 7 network_namespaces), named as {@code ip netns} names it, by the
 * pid of a process in it, or by the path of its file.
 *
 * @param name as the user wrote it
 * @param file what setns(2) takes
 */
record NetworkNamespace(String name, Path file) {
  static NetworkNamespace of(String name) {
    if (name.indexOf('/') >= 0) {
      return new NetworkNamespace(name, Path.of(name));
    }
    Path byName = Path.of("/run/netns", name);
    boolean isPid = name.matches("\\d{1,9}") && !Files.exists(byName);
    return new NetworkNamespace(name, isPid ? Path.of("/proc", name, "ns/net") : byName);
  }

  /**
   * Opens a netlink socket inside. The thread that enters the namespace ends at once; the socket
   * stays in it.
   */
  NetlinkSocket openNetlink() throws OperationException {
    SocketCalls.require("enter the network namespace " + name);
    FutureTask<NetlinkSocket> task =
        new FutureTask<>(
            () -> {
              enter();
              return NetlinkSocket.open();
            });
    Thread thread = new Thread(task, "netns");
    thread.start();
    // It waits for nothing; who left before it has ended would lose the socket that it opens.
    Threads.awaitEnd(thread);
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OperationException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("a task that has ended is waited for", e);
    }
  }

  private void enter() throws OperationException {
    String attempted = "enter the network namespace " + name;
    int fd = SocketCalls.open(file.toString(), SocketCalls.O_RDONLY | SocketCalls.O_CLOEXEC);
    if (fd < 0) {
      throw refused(attempted, SocketCalls.lastErrno());
    }
    try {
      if (SocketCalls.setns(fd, SocketCalls.CLONE_NEWNET) != 0) {
        throw refused(attempted, SocketCalls.lastErrno());
      }
    } finally {
      SocketCalls.close(fd);
    }
  }

  private OperationException refused(String attempted, int errno) {
    return SocketCalls.failed(
        attempted,
        errno,
        errno == Errno.ENOENT.number()
            ? "ip netns list shows the names there are"
            : errno == Errno.EPERM.number() || errno == Errno.EACCES.number()
                ? "it needs root, or CAP_SYS_ADMIN"
                : errno == Errno.EINVAL.number() ? file + " is no network namespace" : "");
  }
}
