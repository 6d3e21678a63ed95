package io.recvq.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.OperationException;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.LinkType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a writer does with packets that have no time, and when its output takes no more. */
class PcapngWriterTest {
  private static final int PACKET_BYTES = 30_000;

  /** Takes one write, refuses the next, and then takes everything again: somebody made room. */
  private static final class FullOnce extends OutputStream {
    private int writes;
    private long taken;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      if (++writes == 2) {
        throw new IOException("No space left on device");
      }
      taken += count;
    }
  }

  @Test
  void whatWasWrittenBeforeAFailureIsNotWrittenAgainAtClose() throws Exception {
    FullOnce disk = new FullOnce();
    PcapngWriter writer = PcapngWriter.to(disk, "the disk");
    CapturedPacket packet = new CapturedPacket();
    ByteBuffer bytes = ByteBuffer.allocate(PACKET_BYTES);
    packet.set(1, 0, LinkType.RAW, bytes, 0, PACKET_BYTES, PACKET_BYTES, true);
    writer.write(packet, "", List.of());
    assertThrows(OperationException.class, writer::flush);
    long before = disk.taken;
    assertTrue(before > 0 && before < PACKET_BYTES, "a part of the packet: " + before);
    writer.close();
    assertEquals(before, disk.taken);
  }

  private static CapturedPacket packet(long timeNanos, int linkType, int captured, int wire) {
    CapturedPacket packet = new CapturedPacket();
    packet.set(1, timeNanos, linkType, ByteBuffer.allocate(captured), 0, captured, wire, true);
    return packet;
  }

  /** The times and lengths, as {@code nanos captured/wire}, of these packets written and read. */
  private static List<String> writtenAndRead(CapturedPacket... packets) throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (PcapngWriter writer = PcapngWriter.to(file, "the file")) {
      for (CapturedPacket packet : packets) {
        writer.write(packet, "", List.of("a comment"));
      }
    }
    List<String> read = new ArrayList<>();
    ByteArrayInputStream in = new ByteArrayInputStream(file.toByteArray());
    try (CaptureFile capture = CaptureFile.open(in, "the file")) {
      CapturedPacket packet = new CapturedPacket();
      while (capture.next(packet)) {
        boolean timed = packet.timeNanos() != CapturedPacket.NO_TIME;
        String time = timed ? "" + packet.timeNanos() : "none";
        read.add(time + " " + packet.capturedBytes() + "/" + packet.wireBytes());
      }
      assertTrue(capture.ending().isEmpty(), capture.ending()::toString);
    }
    return read;
  }

  @Test
  void aPacketWithoutATimeStaysWithoutOneWhateverItsLength() throws Exception {
    List<String> read =
        writtenAndRead(
            packet(CapturedPacket.NO_TIME, LinkType.RAW, 40, 40),
            packet(CapturedPacket.NO_TIME, LinkType.RAW, 43, 43),
            packet(7, LinkType.RAW, 41, 41),
            packet(CapturedPacket.NO_TIME, LinkType.RAW, 0, 0));
    assertEquals(List.of("none 40/40", "none 43/43", "7 41/41", "none 0/0"), read);
  }

  @Test
  void aSimpleBlockCannotTellACutPacketOrAnotherInterfaceSoTheirTimeIsZero() throws Exception {
    List<String> read =
        writtenAndRead(
            packet(CapturedPacket.NO_TIME, LinkType.RAW, 40, 1500),
            packet(CapturedPacket.NO_TIME, LinkType.ETHERNET, 60, 60),
            packet(CapturedPacket.NO_TIME, LinkType.RAW, 50, 50));
    assertEquals(List.of("0 40/1500", "0 60/60", "none 50/50"), read);
  }
}
