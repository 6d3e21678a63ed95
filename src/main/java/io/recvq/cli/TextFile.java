package io.recvq.cli;

import io.recvq.net.FileFailure;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small files of text that options name. */
final class TextFile {
  private static final long MAX_BYTES = 1 << 20;

  private TextFile() {}

  /**
   * Reads it all, byte by byte as characters.
   *
   * @throws OperationException when it cannot be read, or is larger than a megabyte
   */
  static String read(Path file) throws OperationException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw OperationException.of("read " + file, "it is larger than a megabyte", "");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (OperationException e) {
      throw e;
    } catch (IOException e) {
      throw FileFailure.read(file.toString(), e);
    }
  }
}
