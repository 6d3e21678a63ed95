package io.recvq.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.testing.CaptureBuilder;
import io.recvq.wire.RecordReader.Ending;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The readers of both formats, at the edges of what a record may say. */
class CaptureReadersTest {
  private static final byte[] WORD = {1, 2, 3, 4};
  private static final int PACKET_LIMIT = RecordReader.MAX_PACKET_BYTES;
  private static final int BLOCK_LIMIT = PACKET_LIMIT + (1 << 20);

  /** Each packet as {@code captured/wire}, and why the reading ended. */
  private record Read(List<String> packets, String ending) {}

  private static Read read(byte[] file) throws IOException {
    ArrayWindow window = new ArrayWindow(file);
    int magic = ByteBuffer.wrap(file).getInt();
    RecordReader reader =
        PcapngReader.recognises(magic) ? PcapngReader.open(window) : PcapReader.open(window);
    CapturedPacket packet = new CapturedPacket();
    List<String> packets = new ArrayList<>();
    while (reader.next(packet)) {
      packets.add(packet.capturedBytes() + "/" + packet.wireBytes());
    }
    assertFalse(reader.next(packet), "the end stays the end");
    assertEquals(packets.size(), window.kept());
    Optional<Ending> ending = reader.ending();
    assertEquals(
        ending.isPresent() && ending.get().cutOff(),
        ending.isPresent() && ending.get().reason().startsWith("the file is cut off"));
    return new Read(packets, ending.map(Ending::reason).orElse("whole"));
  }

  private static CaptureBuilder pcapng() {
    return CaptureBuilder.pcapng(LITTLE_ENDIAN).device(1, 0);
  }

  @Test
  void packets_without_bytes_are_packets() throws IOException {
    byte[] none = {};
    Read all = new Read(List.of("0/7", "0/8", "0/9"), "whole");
    assertEquals(
        all, read(pcapng().enhanced(0, 1, none, 7, "").old(0, 2, none, 8).simple(none, 9).bytes()));
  }

  @ParameterizedTest
  @CsvSource({"6, 16, 28", "6, 0, 12", "2, 16, 28", "3, 0, 12"})
  void a_packet_block_too_small_for_its_own_fields_is_damage(int type, int body, int length)
      throws IOException {
    assertEquals(
        new Read(List.of(), "a packet block of " + length + " bytes before the first packet"),
        read(pcapng().block(type, body).bytes()));
  }

  @Test
  void an_interface_block_too_small_for_its_own_fields_is_damage() throws IOException {
    assertEquals(
        new Read(List.of(), "an interface block of 16 bytes before the first packet"),
        read(CaptureBuilder.pcapng(BIG_ENDIAN).block(1, 4).bytes()));
  }

  @Test
  void a_simple_packet_needs_an_interface() throws IOException {
    assertEquals(
        new Read(List.of(), "a packet before any interface is described before the first packet"),
        read(CaptureBuilder.pcapng(BIG_ENDIAN).simple(WORD, 4).bytes()));
  }

  @Test
  void interfaces_are_those_of_their_section() throws IOException {
    assertEquals(
        new Read(List.of("4/4"), "a packet of interface 0, which is not described after packet 1"),
        read(
            pcapng()
                .enhanced(0, 1, WORD, 4, "")
                .section(BIG_ENDIAN)
                .enhanced(0, 1, WORD, 4, "")
                .bytes()));
    assertEquals(
        "a packet of interface 1, which is not described before the first packet",
        read(pcapng().enhanced(1, 1, WORD, 4, "").bytes()).ending());
    assertEquals(
        "a packet of interface -1, which is not described before the first packet",
        read(pcapng().enhanced(-1, 1, WORD, 4, "").bytes()).ending());
  }

  @Test
  void a_section_tells_its_byte_order() throws IOException {
    byte[] file = pcapng().bytes();
    file[8]++;
    assertEquals(
        new Read(List.of(), "a section without a byte order before the first packet"), read(file));
    byte[] later = pcapng().simple(WORD, 4).section(BIG_ENDIAN).bytes();
    later[later.length - 28 + 8]++;
    assertEquals(
        new Read(List.of("4/4"), "a section without a byte order after packet 1"), read(later));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 8, -1})
  void a_packet_has_at_most_the_bytes_of_its_block(int captured) throws IOException {
    byte[] file = pcapng().enhanced(0, 1, WORD, 4, "").bytes();
    ByteBuffer.wrap(file).order(LITTLE_ENDIAN).putInt(file.length - 36 + 20, captured);
    String ending =
        "a packet of %d bytes in a block of 36 before the first packet"
            .formatted(Integer.toUnsignedLong(captured));
    assertEquals(
        captured == 4 ? new Read(List.of("4/4"), "whole") : new Read(List.of(), ending),
        read(file));
  }

  /** Wire bytes, and the interface's snap length; 0 is no limit. */
  @ParameterizedTest
  @CsvSource({"4, 0, 4/4", "3, 0, 3/3", "0, 0, 0/0", "9, 0, 4/9", "9, 4, 4/9", "9, 1, 1/9"})
  void a_simple_packet_has_the_bytes_that_all_of_its_numbers_allow(
      int wire, int snap, String packet) throws IOException {
    assertEquals(
        new Read(List.of(packet), "whole"),
        read(CaptureBuilder.pcapng(BIG_ENDIAN).device(1, snap).simple(WORD, wire).bytes()));
  }

  /** Options of an interface, each its code, its length and two words; and the time of a tick. */
  @ParameterizedTest
  @CsvSource({
    "9, 1, 0x03000000, 0, 1000000",
    "9, 2, 0x03000000, 0, 1000",
    "9, 8, 0x03000000, 0, 1000",
    "9, 9, 0x03000000, 0, 1000",
    "14, 8, 0, 1, 1000001000",
    "14, 4, 0, 1, 1000",
    "14, 9, 0, 1, 1000",
    "0, 8, 0, 1, 1000",
    "2, 8, 0, 1, 1000",
  })
  void options_of_an_interface_set_its_clock_where_they_fit(
      int code, int size, String first, int second, long nanos) throws IOException {
    ByteBuffer device = ByteBuffer.allocate(20).order(BIG_ENDIAN).putShort((short) 1);
    device.putShort((short) 0).putInt(0).putShort((short) code).putShort((short) size);
    device.putInt(Integer.decode(first)).putInt(second);
    byte[] file =
        CaptureBuilder.pcapng(BIG_ENDIAN).block(1, device).enhanced(0, 1, WORD, 4, "").bytes();
    CapturedPacket packet = new CapturedPacket();
    assertTrue(PcapngReader.open(new ArrayWindow(file)).next(packet));
    assertEquals(nanos, packet.timeNanos());
  }

  @Test
  void an_option_that_does_not_fit_into_its_block_is_left_out() throws IOException {
    ByteBuffer device = ByteBuffer.allocate(16).order(BIG_ENDIAN).putShort((short) 1);
    device.putShort((short) 0).putInt(0).putShort((short) 14).putShort((short) 8).putInt(0);
    byte[] file =
        CaptureBuilder.pcapng(BIG_ENDIAN).block(1, device).enhanced(0, 1, WORD, 4, "").bytes();
    CapturedPacket packet = new CapturedPacket();
    assertTrue(PcapngReader.open(new ArrayWindow(file)).next(packet));
    assertEquals(1000, packet.timeNanos());
  }

  @Test
  void options_behind_one_of_an_odd_length_are_read() throws IOException {
    ByteBuffer device = ByteBuffer.allocate(40).order(LITTLE_ENDIAN).putInt(1).putInt(0);
    device.putShort((short) 2).putShort((short) 5).put(new byte[8]);
    device.putShort((short) 14).putShort((short) 8).putLong(7);
    byte[] file =
        CaptureBuilder.pcapng(LITTLE_ENDIAN).block(1, device).enhanced(0, 0, WORD, 4, "").bytes();
    CapturedPacket packet = new CapturedPacket();
    assertTrue(PcapngReader.open(new ArrayWindow(file)).next(packet));
    assertEquals(7_000_000_000L, packet.timeNanos());
  }

  @Test
  void what_is_larger_than_any_record_is_damage_and_what_just_fits_is_cut_off() throws IOException {
    assertEquals(
        "the file is cut off before its first packet",
        read(pcapng().raw(6).raw(BLOCK_LIMIT).bytes()).ending());
    assertEquals(
        "a block of " + (BLOCK_LIMIT + 4) + " bytes before the first packet",
        read(pcapng().raw(6).raw(BLOCK_LIMIT + 1).bytes()).ending());
    CaptureBuilder pcap = CaptureBuilder.pcap(BIG_ENDIAN, CaptureBuilder.MICROS, 1);
    assertEquals(
        "the file is cut off inside packet 1",
        read(pcap.raw(0).raw(0).raw(PACKET_LIMIT).raw(0).bytes()).ending());
    CaptureBuilder larger = CaptureBuilder.pcap(BIG_ENDIAN, CaptureBuilder.MICROS, 1);
    assertEquals(
        "packet 2 says that it has " + (PACKET_LIMIT + 1) + " bytes",
        read(larger.packet(0, WORD).raw(0).raw(0).raw(PACKET_LIMIT + 1).raw(0).bytes()).ending());
  }

  @Test
  void where_a_file_is_cut_off_is_told_by_the_packet() throws IOException {
    byte[] next = pcapng().simple(WORD, 4).simple(WORD, 4).bytes();
    assertEquals(
        new Read(List.of("4/4"), "the file is cut off after packet 1"),
        read(Arrays.copyOf(next, next.length - 1)));
    assertEquals(
        new Read(List.of(), "the file is cut off before its first packet"),
        read(Arrays.copyOf(next, 20)));
    byte[] pcap =
        CaptureBuilder.pcap(LITTLE_ENDIAN, CaptureBuilder.NANOS, 1)
            .packet(0, WORD)
            .packet(0, WORD)
            .bytes();
    assertEquals(
        new Read(List.of("4/4"), "the file is cut off inside packet 2"),
        read(Arrays.copyOf(pcap, pcap.length - 1)));
    assertEquals(
        new Read(List.of(), "the file is cut off inside its header"),
        read(Arrays.copyOf(pcap, 23)));
  }

  /** Kuznetzov's records have eight bytes more, an interface and a protocol. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void records_of_the_modified_format_have_longer_headers(boolean big) throws IOException {
    ByteOrder order = big ? BIG_ENDIAN : LITTLE_ENDIAN;
    byte[] file =
        CaptureBuilder.pcap(order, PcapReader.MAGIC_MODIFIED, 1)
            .raw(1)
            .raw(2)
            .raw(4)
            .raw(6)
            .raw(0x77777777)
            .raw(0x77777777)
            .raw(0x01020304)
            .bytes();
    assertEquals(new Read(List.of("4/6"), "whole"), read(file));
    CapturedPacket packet = new CapturedPacket();
    assertTrue(PcapReader.open(new ArrayWindow(file)).next(packet));
    assertEquals(1_000_002_000L, packet.timeNanos());
    assertEquals(
        Integer.toHexString(big ? 0x01020304 : 0x04030201),
        Integer.toHexString(packet.buffer().getInt(packet.offset())));
  }
}
