package io.recvq.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.OperationException;
import io.recvq.testing.CaptureBuilder;
import io.recvq.testing.Needs;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.LinkType;
import io.recvq.wire.RecordReader.Ending;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The own reader beside libpcap, wherever libpcap can read the file. */
@Tag("once")
class LibpcapAgreementTest {
  private static final long TIME = 1_700_000_000_123_456_789L;
  private static final List<ByteOrder> ORDERS = List.of(LITTLE_ENDIAN, BIG_ENDIAN);

  @TempDir Path folder = Path.of("");

  private final Random random = new Random(3);

  @BeforeAll
  static void libpcap() {
    Needs.libpcap();
  }

  /** Packets without their numbers, and whether they ended in a cut or in damage. */
  private record Read(List<String> packets, Optional<Boolean> cutOff) {
    static Read all(PacketSource source) throws IOException {
      return all(source, 0);
    }

    static Read all(PacketSource source, long secondsOfNone) throws IOException {
      List<String> packets = new ArrayList<>();
      CapturedPacket packet = new CapturedPacket();
      try (source) {
        while (source.next(packet)) {
          byte[] bytes = new byte[packet.capturedBytes()];
          packet.buffer().get(packet.offset(), bytes);
          // libpcap has no word for a packet without a time and says that it came at the clock's 0.
          boolean timed = packet.timeNanos() != CapturedPacket.NO_TIME;
          long nanos = timed ? packet.timeNanos() : secondsOfNone * 1_000_000_000L;
          String hex = HexFormat.of().formatHex(bytes);
          packets.add(nanos + " " + packet.linkType() + " " + hex + "/" + packet.wireBytes());
        }
        return new Read(packets, source.ending().map(Ending::cutOff));
      }
    }
  }

  private Path save(byte[] file) throws IOException {
    return Files.write(folder.resolve("capture"), file);
  }

  private void assertEqual(byte[] file, String what) throws IOException {
    assertEqual(file, 0, what);
  }

  private void assertEqual(byte[] file, long tsoffset, String what) throws IOException {
    Path path = save(file);
    Read theirs = Read.all(LibpcapFile.open(path));
    assertEquals(theirs, Read.all(CaptureFile.open(path), tsoffset), "libpcap, own: " + what);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private long time() {
    return TIME + random.nextInt(2_000_000_000);
  }

  private CaptureBuilder pcap(ByteOrder order, int magic, int linkType) {
    CaptureBuilder file = CaptureBuilder.pcap(order, magic, linkType);
    for (int i = 0; i < 6; i++) {
      int captured = random.nextInt(200);
      file.packet(time(), bytes(captured), captured + random.nextInt(3) * 1000);
    }
    return file;
  }

  @Test
  void pcap_of_either_byte_order_and_resolution_gives_the_same_packets() throws IOException {
    for (ByteOrder order : ORDERS) {
      for (int magic : new int[] {CaptureBuilder.MICROS, CaptureBuilder.NANOS}) {
        assertEqual(pcap(order, magic, LinkType.ETHERNET).bytes(), order + " " + magic);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        LinkType.NULL,
        LinkType.ETHERNET,
        LinkType.RAW,
        LinkType.LOOP,
        LinkType.LINUX_SLL,
        LinkType.LINUX_SLL2,
        LinkType.IPV4,
        LinkType.IPV6
      })
  void link_types_have_the_same_number(int linkType) throws IOException {
    assertEqual(pcap(LITTLE_ENDIAN, CaptureBuilder.MICROS, linkType).bytes(), "pcap");
    CaptureBuilder ng = CaptureBuilder.pcapng(BIG_ENDIAN).device(linkType, 0);
    assertEqual(ng.enhanced(0, TIME / 1000, bytes(40), 40, "").bytes(), "pcapng");
  }

  /** One or several sections and interfaces, which for libpcap have to be alike. */
  private byte[] pcapng(int snapBytes, int tsresol, long tsoffset) {
    ByteOrder order = ORDERS.get(random.nextInt(2));
    CaptureBuilder file = CaptureBuilder.pcapng(order);
    int sections = 1 + random.nextInt(2);
    for (int section = 0; section < sections; section++) {
      if (section > 0) {
        file.section(order);
      }
      file.device(LinkType.ETHERNET, snapBytes, tsresol, tsoffset).block(0x0bad, 16);
      file.device(LinkType.ETHERNET, snapBytes, tsresol, tsoffset);
      for (int i = 0; i < 5; i++) {
        packet(file, snapBytes, ticks(tsresol));
      }
    }
    return file.bytes();
  }

  /** A time between 1970 and 2033 in units of a clock. */
  private long ticks(int tsresol) {
    double aSecond = (tsresol & 0x80) == 0 ? Math.pow(10, tsresol) : Math.pow(2, tsresol & 0x7f);
    return (long) (random.nextDouble() * 2_000_000_000 * aSecond);
  }

  private void packet(CaptureBuilder file, int snapBytes, long ticks) {
    int captured = random.nextInt(snapBytes == 0 ? 100 : snapBytes);
    switch (random.nextInt(4)) {
      case 0 -> file.old(random.nextInt(2), ticks, bytes(captured), captured + 7);
      case 1 -> file.simple(bytes(snapBytes == 0 ? 33 : snapBytes), snapBytes == 0 ? 33 : 999);
      case 2 -> file.block(5, 8).enhanced(1, ticks, bytes(captured), captured, "a comment");
      default -> file.enhanced(0, ticks, bytes(captured), captured, "");
    }
  }

  @Test
  void pcapng_of_each_clock_and_snap_length_gives_the_same_packets() throws IOException {
    for (int tsresol : new int[] {3, 6, 7, 9, 0x80 | 10, 0x80 | 20}) {
      for (int snapBytes : new int[] {0, 64}) {
        for (long offset : new long[] {0, 3600}) {
          String what = "resolution " + tsresol + " snap " + snapBytes + " offset " + offset;
          assertEqual(pcapng(snapBytes, tsresol, offset), offset, what);
        }
      }
    }
  }

  private void assertEqualAtEveryCut(byte[] file) throws IOException {
    for (int length = 0; length <= file.length; length++) {
      Path path = save(Arrays.copyOf(file, length));
      LibpcapFile theirs;
      try {
        theirs = LibpcapFile.open(path);
      } catch (OperationException e) {
        // libpcap wants whole headers; what is no packet yet is none for the own reader either.
        assertEquals(List.of(), packetsOrNone(path), "cut to " + length);
        continue;
      }
      assertEquals(Read.all(theirs), Read.all(CaptureFile.open(path)), "cut to " + length);
    }
  }

  private static List<String> packetsOrNone(Path path) throws IOException {
    try {
      return Read.all(CaptureFile.open(path)).packets();
    } catch (OperationException e) {
      return List.of();
    }
  }

  @Test
  void files_cut_off_at_every_byte_give_the_same_packets_and_are_cut_for_both() throws IOException {
    assertEqualAtEveryCut(pcap(BIG_ENDIAN, CaptureBuilder.NANOS, LinkType.ETHERNET).bytes());
    assertEqualAtEveryCut(pcapng(64, 9, 0));
  }

  @Test
  void damaged_records_end_for_both_at_the_same_packet() throws IOException {
    CaptureBuilder pcap = pcap(LITTLE_ENDIAN, CaptureBuilder.NANOS, LinkType.ETHERNET);
    assertEqual(pcap.raw(0).raw(0).raw(-1).raw(0).bytes(), "a record of 4 GB");
    CaptureBuilder ng = CaptureBuilder.pcapng(LITTLE_ENDIAN).device(LinkType.ETHERNET, 0);
    assertEqual(ng.enhanced(3, 0, bytes(9), 9, "").bytes(), "an interface that is not described");
  }

  @Test
  void interfaces_that_differ_end_the_reading_of_libpcap_in_words_and_are_read_here()
      throws IOException {
    CaptureBuilder file = CaptureBuilder.pcapng(LITTLE_ENDIAN).device(LinkType.ETHERNET, 0);
    file.device(LinkType.LINUX_SLL2, 0).enhanced(0, 1, bytes(9), 9, "");
    Path path = save(file.enhanced(1, 2, bytes(9), 9, "").bytes());

    assertEquals(2, Read.all(CaptureFile.open(path)).packets().size());
    LibpcapFile theirs = LibpcapFile.open(path);
    assertEquals(Optional.of(false), Read.all(theirs).cutOff());
    String reason = theirs.ending().orElseThrow().reason();
    assertTrue(reason.contains("an interface has a type"), reason);
  }
}
