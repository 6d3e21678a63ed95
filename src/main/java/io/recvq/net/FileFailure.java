package io.recvq.net;

import java.io.IOException;
import java.util.Optional;

/**
 * What to say of a file that could not be read or written: the path, errno, and the command that
 * shows why. Of what has no errno of its own the system's words stand alone.
 */
public final class FileFailure {
  private FileFailure() {}

  /** Reading a file failed; the exception is kept as the cause. */
  public static OperationException read(String file, IOException cause) {
    return OperationException.of("read " + file, cause, next(Errno.of(cause), true, file));
  }

  /** Making or writing a file failed; the exception is kept as the cause. */
  public static OperationException write(String file, IOException cause) {
    return OperationException.of("write " + file, cause, next(Errno.of(cause), false, file));
  }

  private static String next(Optional<Errno> errno, boolean reading, String file) {
    if (errno.isEmpty()) {
      return "";
    }
    String folder = folder(file);
    return switch (errno.get()) {
      case ENOENT ->
          reading ? "see what is there: ls " + folder : "make its folder: mkdir " + folder;
      case EACCES, EPERM -> "see who may: ls -ld " + (reading ? file : folder + " " + file);
      case EISDIR -> "name a file in it";
      case ENOTDIR -> "a part of the path is a file: ls -ld " + folder;
      case EEXIST -> "remove it, or name another";
      case ENOSPC -> "see what is free: df " + folder;
      case EROFS -> "name a file elsewhere";
      default -> "";
    };
  }

  private static String folder(String file) {
    int slash = file.lastIndexOf('/');
    return slash < 0 ? "." : slash == 0 ? "/" : file.substring(0, slash);
  }
}
