package io.recvq.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.OperationException;
import io.recvq.testing.CaptureBuilder;
import io.recvq.testing.NamedPipe;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.RecordReader.Ending;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFileTest {
  private static final long TIME = 1_700_000_000_123_456_789L;
  private static final long MICROS = TIME / 1000;

  @TempDir Path folder = Path.of("");

  /** What a capture holds: a line a packet, and why it ended too early. */
  private record Read(List<String> packets, Optional<Ending> ending) {}

  private static Read read(CaptureFile capture) throws IOException {
    List<String> packets = new ArrayList<>();
    CapturedPacket packet = new CapturedPacket();
    try (capture) {
      while (capture.next(packet)) {
        byte[] bytes = new byte[packet.capturedBytes()];
        packet.buffer().get(packet.offset(), bytes);
        String time =
            packet.timeNanos() == CapturedPacket.NO_TIME ? "-" : Long.toString(packet.timeNanos());
        packets.add(
            packet.number()
                + " "
                + time
                + " link "
                + packet.linkType()
                + " "
                + HexFormat.of().formatHex(bytes)
                + "/"
                + packet.wireBytes());
      }
      return new Read(packets, capture.ending());
    }
  }

  private Read mapped(byte[] bytes) throws IOException {
    return read(CaptureFile.open(Files.write(folder.resolve("capture"), bytes)));
  }

  private static Read streamed(byte[] bytes) throws IOException {
    return read(CaptureFile.open(new ByteArrayInputStream(bytes), "standard input"));
  }

  /** A pipe that delivers one byte at a time. */
  private static InputStream dribbling(byte[] bytes) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] into, int at, int length) throws IOException {
        return super.read(into, at, Math.min(length, 1));
      }
    };
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static final byte[] ABC = {0x0a, 0x0b, 0x0c};

  private static byte[] pcap() {
    return CaptureBuilder.pcap(LITTLE_ENDIAN, CaptureBuilder.NANOS, 101)
        .packet(TIME, ABC)
        .packet(TIME + 1, bytes(1, 2, 3, 4, 5), 500)
        .packet(TIME + 2, new byte[0], 7)
        .bytes();
  }

  /** Everything that the format has. */
  private static CaptureBuilder pcapng() {
    return CaptureBuilder.pcapng(LITTLE_ENDIAN)
        .block(0x0bad, 12)
        .device(1, 0)
        .device(101, 4, 9, 0)
        .enhanced(0, MICROS, ABC, 3, "")
        .enhanced(1, TIME, bytes(1, 2), 900, "seen by recvq")
        .block(5, 40)
        .simple(bytes(9, 8, 7, 6), 6)
        .section(BIG_ENDIAN)
        .device(113, 2, 0x80 | 10, 3600)
        .old(0, 5 << 10 | 512, bytes(4, 4, 4, 4, 4), 5)
        .simple(bytes(5, 6), 60)
        .block(0x40000bad, 0);
  }

  private static final List<String> PCAPNG =
      List.of(
          "1 1700000000123456000 link 1 0a0b0c/3",
          "2 1700000000123456789 link 101 0102/900",
          "3 - link 1 09080706/6",
          "4 3605500000000 link 113 0404040404/5",
          "5 - link 113 0506/60");

  @Test
  void pcap_is_read_in_both_byte_orders_and_both_resolutions() throws IOException {
    for (ByteOrder order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
      byte[] nanos =
          CaptureBuilder.pcap(order, CaptureBuilder.NANOS, 101).packet(TIME, ABC, 70).bytes();
      byte[] micros =
          CaptureBuilder.pcap(order, CaptureBuilder.MICROS, 1).packet(TIME, ABC).bytes();

      assertEquals(
          new Read(List.of("1 1700000000123456789 link 101 0a0b0c/70"), Optional.empty()),
          mapped(nanos));
      assertEquals(
          new Read(List.of("1 1700000000123456000 link 1 0a0b0c/3"), Optional.empty()),
          mapped(micros));
    }
  }

  @Test
  void pcap_with_the_length_of_a_check_sequence_in_its_link_type_is_read() throws IOException {
    byte[] file = CaptureBuilder.pcap(BIG_ENDIAN, CaptureBuilder.NANOS, 0x24000001).bytes();

    assertEquals(List.of(), mapped(file).packets());
    byte[] one =
        CaptureBuilder.pcap(BIG_ENDIAN, CaptureBuilder.NANOS, 0x24000001).packet(1, ABC).bytes();
    assertEquals(List.of("1 1 link 1 0a0b0c/3"), mapped(one).packets());
  }

  @Test
  void pcapng_with_everything_is_read() throws IOException {
    assertEquals(new Read(PCAPNG, Optional.empty()), mapped(pcapng().bytes()));
  }

  @Test
  void simple_packet_is_cut_to_the_snap_length() throws IOException {
    byte[] file =
        CaptureBuilder.pcapng(BIG_ENDIAN).device(1, 5).simple(bytes(1, 2, 3, 4, 5), 50).bytes();

    assertEquals(List.of("1 - link 1 0102030405/50"), mapped(file).packets());
  }

  @Test
  void streams_pipes_and_gzip_give_the_same_packets() throws IOException {
    for (byte[] file : List.of(pcap(), pcapng().bytes())) {
      Read whole = mapped(file);

      assertEquals(whole, streamed(file));
      assertEquals(whole, read(CaptureFile.open(dribbling(file), "a pipe")));
      assertEquals(whole, streamed(gzip(file)));
      assertEquals(whole, mapped(gzip(file)));
    }
  }

  /** As a writer makes them that ends a member now and then, so that what came by then is whole. */
  @Test
  void members_of_gzip_that_come_through_a_pipe_one_by_one_are_all_read() throws IOException {
    byte[] file = pcap();
    for (int cut = 1; cut < file.length; cut++) {
      InputStream first = new ByteArrayInputStream(gzip(Arrays.copyOf(file, cut)));
      byte[] rest = gzip(Arrays.copyOfRange(file, cut, file.length));
      // Says that nothing is available where the first one ends.
      InputStream pipe = new SequenceInputStream(first, new ByteArrayInputStream(rest));
      assertEquals(mapped(file), read(CaptureFile.open(pipe, "a pipe")), "cut at " + cut);
    }
  }

  @Test
  void a_named_pipe_gives_the_same_packets() throws Exception {
    for (byte[] file : List.of(pcap(), pcapng().bytes(), gzip(pcap()))) {
      assertEquals(mapped(file), read(CaptureFile.open(NamedPipe.holding(file, folder))));
    }
  }

  @Test
  void small_mappings_one_after_the_other_give_the_same_packets() throws IOException {
    for (byte[] file : List.of(pcap(), pcapng().bytes())) {
      Path path = Files.write(folder.resolve("capture"), file);
      for (int chunk = 1; chunk < 100; chunk++) {
        assertEquals(mapped(file), read(CaptureFile.open(path, chunk)));
      }
    }
  }

  /** Several pieces are read ahead, and some packets are longer than one. */
  private static byte[] longCapture() {
    Random random = new Random(7);
    CaptureBuilder builder = CaptureBuilder.pcap(LITTLE_ENDIAN, CaptureBuilder.NANOS, 101);
    for (int i = 0; i < 60; i++) {
      byte[] packet = new byte[random.nextInt(i % 10 == 0 ? 700_000 : 70_000)];
      random.nextBytes(packet);
      builder.packet(TIME + i, packet);
    }
    return builder.bytes();
  }

  @Test
  void packets_longer_than_what_is_read_at_a_time_are_whole() throws IOException {
    byte[] file = longCapture();
    assertEquals(60, mapped(file).packets().size());
    assertEquals(streamed(file), mapped(file));
  }

  @Test
  void bytes_of_a_file_stay_where_the_packet_says_when_the_next_is_read() throws IOException {
    Path path = Files.write(folder.resolve("capture"), longCapture());
    CapturedPacket packet = new CapturedPacket();
    List<ByteBuffer> now = new ArrayList<>();
    List<ByteBuffer> lasting = new ArrayList<>();
    try (CaptureFile capture = CaptureFile.open(path)) {
      while (capture.next(packet)) {
        assertTrue(packet.lasting());
        int count = packet.capturedBytes();
        byte[] copy = new byte[count];
        packet.buffer().get(packet.offset(), copy);
        now.add(ByteBuffer.wrap(copy));
        lasting.add(packet.lastingBuffer().slice(packet.lastingOffset(), count));
      }
    }
    assertEquals(now, lasting);
  }

  @Test
  void a_capture_that_is_closed_early_leaves_no_thread() throws IOException {
    Path path = Files.write(folder.resolve("capture"), longCapture());
    try (CaptureFile capture = CaptureFile.open(path)) {
      assertTrue(capture.next(new CapturedPacket()));
    }
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().equals("recvq-read-ahead")));
  }

  /** Where a file may end without anything missing, and how many packets lie before. */
  private void assertTruncations(byte[] file, List<Integer> wholeAt, int headBytes)
      throws IOException {
    List<String> all = mapped(file).packets();
    int before = 0;
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      if (length < headBytes) {
        assertThrows(OperationException.class, () -> mapped(cut));
        assertThrows(OperationException.class, () -> streamed(cut));
        continue;
      }
      Read mapped = mapped(cut);
      assertEquals(mapped, streamed(cut), "cut to " + length);
      assertEquals(all.subList(0, mapped.packets().size()), mapped.packets());
      assertTrue(mapped.packets().size() >= before, "cut to " + length);
      before = mapped.packets().size();
      boolean whole = wholeAt.contains(length);
      assertEquals(whole, mapped.ending().isEmpty(), "cut to " + length);
      assertTrue(whole || mapped.ending().orElseThrow().cutOff(), "cut to " + length);
    }
    assertEquals(all.size(), before + (wholeAt.contains(file.length) ? 0 : 1));
  }

  @Test
  void pcap_cut_off_at_every_byte_gives_what_was_before_and_tells() throws IOException {
    assertTruncations(pcap(), List.of(24, 43, 64), 4);
  }

  @Test
  void pcapng_cut_off_at_every_byte_gives_what_was_before_and_tells() throws IOException {
    byte[] file = pcapng().bytes();
    List<Integer> blockEnds = new ArrayList<>();
    CaptureBuilder builder = CaptureBuilder.pcapng(LITTLE_ENDIAN);
    blockEnds.add(builder.size());
    blockEnds.add(builder.block(0x0bad, 12).size());
    blockEnds.add(builder.device(1, 0).size());
    blockEnds.add(builder.device(101, 4, 9, 0).size());
    blockEnds.add(builder.enhanced(0, MICROS, ABC, 3, "").size());
    blockEnds.add(builder.enhanced(1, TIME, bytes(1, 2), 900, "seen by recvq").size());
    blockEnds.add(builder.block(5, 40).size());
    blockEnds.add(builder.simple(bytes(9, 8, 7, 6), 6).size());
    blockEnds.add(builder.section(BIG_ENDIAN).size());
    blockEnds.add(builder.device(113, 2, 0x80 | 10, 3600).size());
    blockEnds.add(builder.old(0, 5 << 10 | 512, bytes(4, 4, 4, 4, 4), 5).size());
    blockEnds.add(builder.simple(bytes(5, 6), 60).size());
    blockEnds.add(builder.block(0x40000bad, 0).size());

    assertTruncations(file, blockEnds, 4);
  }

  @Test
  void gzip_cut_off_at_every_byte_tells_and_never_fails_otherwise() throws IOException {
    byte[] file = gzip(pcapng().bytes());
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      try {
        Read read = mapped(cut);
        assertTrue(read.ending().orElseThrow().cutOff(), "cut to " + length);
        assertEquals(PCAPNG.subList(0, read.packets().size()), read.packets());
      } catch (OperationException e) {
        assertTrue(e.getMessage().contains("capture"), e.getMessage());
      }
    }
  }

  @Test
  void what_is_no_capture_is_told_with_the_next_step() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "hello, world");
    Path empty = Files.createFile(folder.resolve("empty.pcap"));

    assertTrue(messageOf(text).contains("no pcap or pcapng file (it begins with 68 65 6c 6c)"));
    assertTrue(messageOf(empty).contains("it is empty, no capture"));
    assertTrue(messageOf(folder).contains("directory"));
    assertTrue(messageOf(folder.resolve("none")).contains("ENOENT"));
  }

  private static String messageOf(Path path) {
    return assertThrows(OperationException.class, () -> CaptureFile.open(path)).getMessage();
  }

  private void assertDamaged(String reason, List<String> before, byte[] file) throws IOException {
    Read read = mapped(file);
    assertEquals(before, read.packets());
    assertEquals(Optional.of(new Ending(false, reason)), read.ending());
    assertEquals(read, streamed(file));
  }

  @Test
  void hostile_lengths_end_the_reading_and_are_told() throws IOException {
    CaptureBuilder huge =
        CaptureBuilder.pcap(LITTLE_ENDIAN, CaptureBuilder.NANOS, 1).raw(0).raw(0).raw(-1).raw(0);
    assertDamaged("packet 1 says that it has 4294967295 bytes", List.of(), huge.bytes());

    CaptureBuilder tiny = CaptureBuilder.pcapng(LITTLE_ENDIAN).raw(6).raw(8).raw(8);
    assertDamaged("a block of 8 bytes before the first packet", List.of(), tiny.bytes());

    CaptureBuilder large = CaptureBuilder.pcapng(LITTLE_ENDIAN).raw(6).raw(0x7ffffff0);
    assertDamaged("a block of 2147483632 bytes before the first packet", List.of(), large.bytes());

    CaptureBuilder none = CaptureBuilder.pcapng(BIG_ENDIAN).enhanced(0, 0, ABC, 3, "");
    assertDamaged(
        "a packet of interface 0, which is not described before the first packet",
        List.of(),
        none.bytes());
  }

  @Test
  void packet_longer_than_its_block_ends_the_reading_and_is_told() throws IOException {
    byte[] file =
        CaptureBuilder.pcapng(BIG_ENDIAN)
            .device(1, 0)
            .enhanced(0, 1, ABC, 3, "")
            .enhanced(0, 1, ABC, 3, "")
            .bytes();
    int secondBlock = file.length - 36;
    file[secondBlock + 23] = 100;

    assertDamaged(
        "a packet of 100 bytes in a block of 36 after packet 1",
        List.of("1 1000 link 1 0a0b0c/3"),
        file);
  }

  @Test
  void block_of_an_unknown_type_that_is_longer_than_the_file_is_a_cut_not_an_allocation()
      throws IOException {
    byte[] file = CaptureBuilder.pcapng(LITTLE_ENDIAN).raw(0x0bad).raw(0x7ffffff0).bytes();

    assertTrue(mapped(file).ending().orElseThrow().cutOff());
    assertTrue(streamed(file).ending().orElseThrow().cutOff());
  }

  @Test
  void clocks_of_each_resolution_give_the_same_time() throws IOException {
    long seconds = 1_700_000_000L;
    long[][] clocks = {
      {0, seconds},
      {3, seconds * 1000},
      {6, seconds * 1_000_000},
      {9, seconds * 1_000_000_000},
      {0x80 | 20, seconds << 20},
      {0x80, seconds}
    };
    for (long[] clock : clocks) {
      byte[] file =
          CaptureBuilder.pcapng(LITTLE_ENDIAN)
              .device(1, 0, (int) clock[0], 0)
              .enhanced(0, clock[1], ABC, 3, "")
              .bytes();
      assertEquals(List.of("1 1700000000000000000 link 1 0a0b0c/3"), mapped(file).packets());
    }
  }

  @Test
  void random_damage_ends_in_packets_and_a_reason_or_in_one_message() {
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          List<byte[]> files = List.of(pcap(), pcapng().bytes(), gzip(pcapng().bytes()));
          for (int seed = 0; seed < 6000; seed++) {
            Random random = new Random(seed);
            byte[] file = files.get(seed % files.size()).clone();
            for (int hits = random.nextInt(6); hits >= 0; hits--) {
              int at = random.nextInt(file.length);
              file[at] =
                  (byte) (random.nextBoolean() ? random.nextInt() : random.nextBoolean() ? 0 : -1);
            }
            assertBounded(file, seed);
          }
        });
  }

  private static void assertBounded(byte[] file, int seed) throws IOException {
    try {
      assertTrue(streamed(file).packets().size() <= file.length, "seed " + seed);
    } catch (OperationException e) {
      assertTrue(e.getMessage().startsWith("cannot "), "seed " + seed);
    }
  }
}
