package io.recvq.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A named pipe, as a shell's {@code <(command)} gives one: read once, and with no position. */
public final class NamedPipe {
  private NamedPipe() {}

  /**
   * Makes a pipe in a folder; another process writes the bytes as soon as somebody reads. Throws
   * IOException where the system has no mkfifo.
   */
  public static Path holding(byte[] bytes, Path folder) throws IOException, InterruptedException {
    Path source = Files.write(folder.resolve("source"), bytes);
    Path pipe = folder.resolve("pipe");
    Files.deleteIfExists(pipe);
    int status = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException("mkfifo ended with status " + status);
    }
    new ProcessBuilder("sh", "-c", "cat \"$0\" > \"$1\"", source.toString(), pipe.toString())
        .start();
    return pipe;
  }
}
