package io.recvq.capture;

import io.recvq.net.FileFailure;
import io.recvq.net.OperationException;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.RecordReader.Ending;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;

/**
 * A capture file read by libpcap: slower than {@link CaptureFile}, and refused where interfaces
 * differ, but another's reading of the same bytes.
 */
public final class LibpcapFile implements PacketSource {
  private final PcapHandle handle;
  private final String name;
  private final int linkType;
  private long count;
  private Optional<Ending> ending = Optional.empty();

  private LibpcapFile(PcapHandle handle, String name) {
    this.handle = handle;
    this.name = name;
    this.linkType = LinkTypes.ofDlt(handle.getDlt().value());
  }

  /** Opens a file. Throws OperationException when libpcap is missing or cannot read it. */
  public static LibpcapFile open(Path file) throws OperationException {
    String name = file.toString();
    try {
      PcapHandle handle =
          Libpcap.call(
              "read " + name + " through libpcap",
              () -> Pcaps.openOffline(name, TimestampPrecision.NANO));
      return new LibpcapFile(handle, name);
    } catch (OperationException e) {
      throw withErrno(file, e);
    }
  }

  /** libpcap tells of a file that cannot be opened in words alone. */
  private static OperationException withErrno(Path file, OperationException failure) {
    try {
      Files.newByteChannel(file).close();
      return failure;
    } catch (IOException e) {
      return FileFailure.read(file.toString(), e);
    }
  }

  @Override
  public boolean next(CapturedPacket packet) throws IOException {
    try {
      byte[] bytes = handle.getNextRawPacketEx();
      Timestamp time = handle.getTimestamp();
      long nanos = Math.floorDiv(time.getTime(), 1000L) * 1_000_000_000L + time.getNanos();
      Integer original = handle.getOriginalLength();
      int wireBytes = original == null ? bytes.length : original;
      packet.set(
          ++count, nanos, linkType, ByteBuffer.wrap(bytes), 0, bytes.length, wireBytes, true);
      return true;
    } catch (EOFException e) {
      return false;
    } catch (PcapNativeException e) {
      String reason = String.valueOf(e.getMessage());
      ending =
          Optional.of(
              new Ending(reason.contains("truncated"), reason + " (after packet " + count + ")"));
      return false;
    } catch (TimeoutException | NotOpenException e) {
      throw OperationException.of("read " + name, String.valueOf(e.getMessage()), "");
    }
  }

  @Override
  public Optional<Ending> ending() {
    return ending;
  }

  @Override
  public void close() {
    handle.close();
  }
}
