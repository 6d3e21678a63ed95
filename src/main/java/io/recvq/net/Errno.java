package io.recvq.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;

/**
 * The errno values that socket programs meet, with their Linux numbers and the words of glibc's
 * strerror (asm-generic/errno-base.h, asm-generic/errno.h).
 */
public enum Errno {
  EPERM(1, "Operation not permitted"),
  ENOENT(2, "No such file or directory"),
  EINTR(4, "Interrupted system call"),
  EIO(5, "Input/output error"),
  EBADF(9, "Bad file descriptor"),
  EAGAIN(11, "Resource temporarily unavailable"),
  ENOMEM(12, "Cannot allocate memory"),
  EACCES(13, "Permission denied"),
  EFAULT(14, "Bad address"),
  EBUSY(16, "Device or resource busy"),
  EEXIST(17, "File exists"),
  ENODEV(19, "No such device"),
  ENOTDIR(20, "Not a directory"),
  EISDIR(21, "Is a directory"),
  EINVAL(22, "Invalid argument"),
  ENFILE(23, "Too many open files in system"),
  EMFILE(24, "Too many open files"),
  EFBIG(27, "File too large"),
  ENOSPC(28, "No space left on device"),
  EROFS(30, "Read-only file system"),
  EPIPE(32, "Broken pipe"),
  ENAMETOOLONG(36, "File name too long"),
  ENOTSOCK(88, "Socket operation on non-socket"),
  EDESTADDRREQ(89, "Destination address required"),
  EMSGSIZE(90, "Message too long"),
  EPROTOTYPE(91, "Protocol wrong type for socket"),
  ENOPROTOOPT(92, "Protocol not available"),
  EPROTONOSUPPORT(93, "Protocol not supported"),
  EOPNOTSUPP(95, "Operation not supported"),
  EAFNOSUPPORT(97, "Address family not supported by protocol"),
  EADDRINUSE(98, "Address already in use"),
  EADDRNOTAVAIL(99, "Cannot assign requested address"),
  ENETDOWN(100, "Network is down"),
  ENETUNREACH(101, "Network is unreachable"),
  ENETRESET(102, "Network dropped connection on reset"),
  ECONNABORTED(103, "Software caused connection abort"),
  ECONNRESET(104, "Connection reset by peer"),
  ENOBUFS(105, "No buffer space available"),
  EISCONN(106, "Transport endpoint is already connected"),
  ENOTCONN(107, "Transport endpoint is not connected"),
  ESHUTDOWN(108, "Cannot send after transport endpoint shutdown"),
  ETIMEDOUT(110, "Connection timed out"),
  ECONNREFUSED(111, "Connection refused"),
  EHOSTDOWN(112, "Host is down"),
  EHOSTUNREACH(113, "No route to host"),
  EALREADY(114, "Operation already in progress"),
  EINPROGRESS(115, "Operation now in progress");

  private final int number;
  private final String text;

  Errno(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** The number on Linux (x86 and arm; the asm-generic table). */
  public int number() {
    return number;
  }

  /** What strerror says, for example "Connection refused". */
  public String text() {
    return text;
  }

  /** The errno with this Linux number, if it is one of those known here. */
  public static Optional<Errno> of(int number) {
    for (Errno errno : values()) {
      if (errno.number == number) {
        return Optional.of(errno);
      }
    }
    return Optional.empty();
  }

  /**
   * The errno behind a JDK exception. The JDK keeps no number, only strerror's words inside the
   * message or a class of its own, so both are looked at; empty where neither says.
   */
  public static Optional<Errno> of(IOException failure) {
    if (failure instanceof OperationException operation) {
      return operation.errno();
    }
    if (failure instanceof AccessDeniedException) {
      return Optional.of(EACCES);
    }
    if (failure instanceof NoSuchFileException) {
      return Optional.of(ENOENT);
    }
    if (failure instanceof FileAlreadyExistsException) {
      return Optional.of(EEXIST);
    }
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    Optional<Errno> best = Optional.empty();
    for (Errno errno : values()) {
      boolean longer = best.isEmpty() || errno.text.length() > best.get().text.length();
      if (longer && message.contains(errno.text.toLowerCase(Locale.ROOT))) {
        best = Optional.of(errno);
      }
    }
    if (best.isPresent()) {
      return best;
    }
    if (message.startsWith("connection reset")) {
      return Optional.of(ECONNRESET);
    }
    if (failure instanceof NoRouteToHostException) {
      return Optional.of(EHOSTUNREACH);
    }
    if (failure instanceof ConnectException && message.contains("timed out")) {
      return Optional.of(ETIMEDOUT);
    }
    return Optional.empty();
  }

  /** Name and number as messages show them: {@code ECONNREFUSED 111}. */
  @Override
  public String toString() {
    return name() + " " + number;
  }
}
