package io.recvq.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.OperationException;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.LinkType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a writer does when its output takes no more. */
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
}
