package io.recvq.capture;

import io.recvq.net.FileFailure;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the bytes of streams to files, one for each direction, at their offset in the stream: what
 * is missing from the capture stays a hole, so that offsets in the file are those of the stream.
 */
public final class StreamFiles implements AutoCloseable {
  private final Path folder;
  private final Map<String, FileChannel> channels = new LinkedHashMap<>();

  private StreamFiles(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder if need be. Throws OperationException when that fails. */
  public static StreamFiles in(Path folder) throws OperationException {
    try {
      Files.createDirectories(folder);
      return new StreamFiles(folder);
    } catch (IOException e) {
      throw OperationException.of("make the folder " + folder, e, "");
    }
  }

  /**
   * Writes bytes to the file of this name, a new one. Throws OperationException when it is there
   * already or takes no more.
   */
  public void write(String name, long offset, ByteBuffer buffer, int from, int to)
      throws OperationException {
    Path file = folder.resolve(name);
    try {
      FileChannel channel = channels.get(name);
      if (channel == null) {
        channel = OwnerOnly.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channels.put(name, channel);
      }
      ByteBuffer bytes = buffer.slice(from, to - from);
      long at = offset;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    } catch (FileAlreadyExistsException e) {
      throw OperationException.of("write " + file, e, "existing files are never written over");
    } catch (IOException e) {
      throw FileFailure.write(file.toString(), e);
    }
  }

  @Override
  public void close() throws OperationException {
    for (Map.Entry<String, FileChannel> entry : channels.entrySet()) {
      try {
        entry.getValue().close();
      } catch (IOException e) {
        throw FileFailure.write(folder.resolve(entry.getKey()).toString(), e);
      }
    }
  }
}
