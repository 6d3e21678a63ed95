package io.recvq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.capture.PcapngWriter;
import io.recvq.capture.StreamFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SECURITY.md promises of files that hold other people's traffic. */
class FilesWrittenTest {
  @Test
  void aCaptureIsReadByItsOwnerAlone(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("out.pcapng");
    PcapngWriter.create(file).close();
    assertEquals("rw-------", mode(file));
  }

  @Test
  void aCaptureOverAnOldFileKeepsThatFilesMode(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("out.pcapng"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    PcapngWriter.create(file).close();
    assertEquals("rw-r-----", mode(file));
  }

  @Test
  void extractedStreamsAreReadByTheirOwnerAlone(@TempDir Path folder) throws IOException {
    try (StreamFiles files = StreamFiles.in(folder.resolve("streams"))) {
      files.write("one", 0, ByteBuffer.wrap(new byte[] {1, 2, 3}), 0, 3);
    }
    assertEquals("rw-------", mode(folder.resolve("streams/one")));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
