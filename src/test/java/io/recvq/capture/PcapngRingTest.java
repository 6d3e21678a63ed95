package io.recvq.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.wire.CapturedPacket;
import io.recvq.wire.LinkType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapngRingTest {
  private static void write(PcapngRing ring, int packets) throws IOException {
    CapturedPacket view = new CapturedPacket();
    for (int i = 0; i < packets; i++) {
      long nanos = i * 1_000_000_000L;
      view.set(i + 1, nanos, LinkType.RAW, ByteBuffer.allocate(400), 0, 400, 400, true);
      ring.write(view, "lo", List.of());
    }
  }

  private static List<String> names(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static long packets(Path file) throws IOException {
    long count = 0;
    try (CaptureFile capture = CaptureFile.open(file)) {
      CapturedPacket view = new CapturedPacket();
      while (capture.next(view)) {
        count++;
      }
      assertEquals(Optional.empty(), capture.ending());
    }
    return count;
  }

  @Test
  void theNewestFilesStay(@TempDir Path dir) throws IOException {
    try (PcapngRing ring =
        new PcapngRing(dir.resolve("a.pcapng"), OptionalLong.of(1000), Optional.empty(), 2)) {
      write(ring, 10);
    }
    assertEquals(List.of("a-00003.pcapng", "a-00004.pcapng"), names(dir));
    assertEquals(3, packets(dir.resolve("a-00003.pcapng")));
  }

  @Test
  void aNewFileBeginsWhenTimeIsOver(@TempDir Path dir) throws IOException {
    try (PcapngRing ring =
        new PcapngRing(
            dir.resolve("plain"), OptionalLong.empty(), Optional.of(Duration.ofSeconds(4)), 0)) {
      write(ring, 10);
    }
    assertEquals(List.of("plain-00001", "plain-00002", "plain-00003"), names(dir));
    assertEquals(4, packets(dir.resolve("plain-00001")));
    assertEquals(2, packets(dir.resolve("plain-00003")));
  }
}
