package io.recvq.capture;

import io.recvq.net.FileFailure;
import io.recvq.net.OperationException;
import io.recvq.wire.CapturedPacket;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes packets to a pcapng file (draft-ietf-opsawg-pcapng): one section, an interface for each
 * device and link type, enhanced packet blocks with nanoseconds and comments. A packet without a
 * time is a simple packet block, which has room for neither time nor comments and stands for a
 * whole packet of the first interface (section 4.4); one that is cut or of another interface gets
 * the time 0, as other tools write it. Not for several threads.
 */
public final class PcapngWriter implements PacketSink {
  private static final int SECTION = 0x0a0d0d0a;
  private static final int INTERFACE = 1;
  private static final int SIMPLE_PACKET = 3;
  private static final int STATISTICS = 5;
  private static final int PACKET = 6;
  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;

  private static final int OPT_END = 0;
  private static final int OPT_COMMENT = 1;
  private static final int OPT_IF_NAME = 2;
  private static final int OPT_IF_TSRESOL = 9;
  private static final int OPT_USERAPPL = 4;
  private static final int OPT_ISB_IFRECV = 4;
  private static final int OPT_ISB_IFDROP = 5;
  private static final byte[] NANOSECONDS = {9};

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_OPTION_BYTES = 0xfffc;

  private final WritableByteChannel channel;
  private final String name;
  private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final List<Interface> interfaces = new ArrayList<>();
  private long writtenBytes;
  private int blockStart;

  private record Interface(String device, int linkType) {}

  private PcapngWriter(WritableByteChannel channel, String name) {
    this.channel = channel;
    this.name = name;
  }

  /**
   * Makes the file anew, over an old one; a new one only its owner reads. Throws OperationException
   * when that fails.
   */
  public static PcapngWriter create(Path file) throws OperationException {
    try {
      FileChannel channel =
          OwnerOnly.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      PcapngWriter writer = new PcapngWriter(channel, file.toString());
      writer.section();
      return writer;
    } catch (IOException e) {
      throw FileFailure.write(file.toString(), e);
    }
  }

  /**
   * Writes to a stream, which is closed with the writer. Throws OperationException when it takes
   * nothing.
   *
   * @param name what messages call it, as in "standard output"
   */
  public static PcapngWriter to(OutputStream stream, String name) throws OperationException {
    PcapngWriter writer = new PcapngWriter(Channels.newChannel(stream), name);
    try {
      writer.section();
      return writer;
    } catch (IOException e) {
      throw FileFailure.write(name, e);
    }
  }

  private void section() throws IOException {
    begin(SECTION, 128);
    buffer.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
    option(OPT_USERAPPL, "recvq".getBytes(StandardCharsets.UTF_8));
    end();
  }

  private int interfaceOf(String device, int linkType) throws IOException {
    for (int i = 0; i < interfaces.size(); i++) {
      Interface known = interfaces.get(i);
      if (known.linkType == linkType && known.device.equals(device)) {
        return i;
      }
    }
    interfaces.add(new Interface(device, linkType));
    byte[] deviceName = device.getBytes(StandardCharsets.UTF_8);
    begin(INTERFACE, 64 + deviceName.length);
    buffer.putShort((short) linkType).putShort((short) 0).putInt(0);
    if (!device.isEmpty()) {
      option(OPT_IF_NAME, deviceName);
    }
    option(OPT_IF_TSRESOL, NANOSECONDS);
    end();
    return interfaces.size() - 1;
  }

  @Override
  public void write(CapturedPacket packet, String device, List<String> comments)
      throws OperationException {
    try {
      int interfaceNumber = interfaceOf(device, packet.linkType());
      boolean whole = packet.capturedBytes() == packet.wireBytes();
      if (packet.timeNanos() == CapturedPacket.NO_TIME && interfaceNumber == 0 && whole) {
        simple(packet);
      } else {
        enhanced(packet, interfaceNumber, comments);
      }
    } catch (IOException e) {
      throw FileFailure.write(name, e);
    }
  }

  private void simple(CapturedPacket packet) throws IOException {
    begin(SIMPLE_PACKET, 64 + packet.capturedBytes());
    buffer.putInt(packet.wireBytes());
    bytes(packet);
    endWithoutOptions();
  }

  private void enhanced(CapturedPacket packet, int interfaceNumber, List<String> comments)
      throws IOException {
    begin(PACKET, 64 + packet.capturedBytes() + commentBytes(comments));
    long time = Math.max(0, packet.timeNanos());
    buffer.putInt(interfaceNumber).putInt((int) (time >>> 32)).putInt((int) time);
    buffer.putInt(packet.capturedBytes()).putInt(packet.wireBytes());
    bytes(packet);
    for (String comment : comments) {
      option(OPT_COMMENT, bounded(comment));
    }
    end();
  }

  private void bytes(CapturedPacket packet) {
    buffer.put(buffer.position(), packet.buffer(), packet.offset(), packet.capturedBytes());
    buffer.position(buffer.position() + packet.capturedBytes());
    pad();
  }

  private static int commentBytes(List<String> comments) {
    int bytes = 0;
    for (String comment : comments) {
      bytes += 8 + 4 * comment.length();
    }
    return bytes;
  }

  private static byte[] bounded(String comment) {
    byte[] bytes = comment.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= MAX_OPTION_BYTES
        ? bytes
        : comment.substring(0, MAX_OPTION_BYTES / 4).getBytes(StandardCharsets.UTF_8);
  }

  /** Adds what the kernel counted on the first interface. */
  @Override
  public void statistics(CaptureStatistics counted) throws OperationException {
    if (interfaces.isEmpty()) {
      return;
    }
    try {
      begin(STATISTICS, 64);
      buffer.putInt(0).putInt(0).putInt(0);
      option(OPT_ISB_IFRECV, longBytes(counted.received()));
      option(OPT_ISB_IFDROP, longBytes(counted.droppedByKernel()));
      end();
    } catch (IOException e) {
      throw FileFailure.write(name, e);
    }
  }

  private static byte[] longBytes(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private void begin(int type, int room) throws IOException {
    if (buffer.remaining() < room) {
      drain();
    }
    if (buffer.capacity() < room) {
      buffer = ByteBuffer.allocate(room).order(ByteOrder.LITTLE_ENDIAN);
    }
    blockStart = buffer.position();
    buffer.putInt(type).putInt(0);
  }

  private void option(int code, byte[] value) {
    buffer.putShort((short) code).putShort((short) value.length).put(value);
    pad();
  }

  private void pad() {
    while ((buffer.position() - blockStart & 3) != 0) {
      buffer.put((byte) 0);
    }
  }

  private void end() {
    buffer.putShort((short) OPT_END).putShort((short) 0);
    endWithoutOptions();
  }

  private void endWithoutOptions() {
    int length = buffer.position() - blockStart + Integer.BYTES;
    buffer.putInt(length).putInt(blockStart + Integer.BYTES, length);
    writtenBytes += length;
  }

  /** How long the file is once it is flushed. */
  public long writtenBytes() {
    return writtenBytes;
  }

  @Override
  public void flush() throws OperationException {
    try {
      drain();
    } catch (IOException e) {
      throw FileFailure.write(name, e);
    }
  }

  /** What the system does not take is given up with the failure, and not written again at close. */
  private void drain() throws IOException {
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } finally {
      buffer.clear();
    }
  }

  @Override
  public void close() throws OperationException {
    try (channel) {
      drain();
    } catch (IOException e) {
      throw FileFailure.write(name, e);
    }
  }
}
