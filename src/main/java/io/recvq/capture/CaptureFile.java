package io.recvq.capture;

import io.recvq.net.FileFailure;
import io.recvq.net.OperationException;
import io.recvq.wire.ByteWindow;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.PcapReader;
import io.recvq.wire.PcapngReader;
import io.recvq.wire.RecordReader;
import io.recvq.wire.RecordReader.Ending;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A capture in a file or a stream: pcap or pcapng, as it is or compressed by gzip; told by its
 * first bytes, never by its name. Plain files are read ahead and mapped, all else is read through
 * one buffer.
 *
 * <p>A file must not shrink while it is read: the JVM then throws an InternalError from wherever
 * the mapping is touched.
 */
public final class CaptureFile implements PacketSource {
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int MAGIC_BYTES = 4;

  private final String name;
  private final Closeable input;
  private final ByteWindow window;
  private final RecordReader reader;
  private long packets;
  private Optional<Ending> ending = Optional.empty();

  private CaptureFile(String name, Closeable input, ByteWindow window) throws IOException {
    this.name = name;
    this.input = input;
    this.window = window;
    this.reader = recognise();
  }

  /** Opens a file. Throws OperationException when it cannot be opened or is no capture. */
  public static CaptureFile open(Path path) throws IOException {
    return open(path, FileWindow.MAPPING_BYTES);
  }

  static CaptureFile open(Path path, int chunkBytes) throws IOException {
    String name = path.toString();
    if (Files.isDirectory(path)) {
      throw OperationException.of("read " + name, "it is a directory", "name the files in it");
    }
    try {
      // A named pipe or /dev/stdin gives its bytes only once and cannot be mapped; a stream of
      // java.nio.file asks it for its position, which a pipe has not (ESPIPE).
      return Files.isRegularFile(path) && !isGzip(path)
          ? openMapped(path, chunkBytes)
          : open(new FileInputStream(path.toFile()), name);
    } catch (OperationException e) {
      throw e;
    } catch (IOException e) {
      throw FileFailure.read(name, e);
    }
  }

  private static CaptureFile openMapped(Path path, int chunkBytes) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
    try {
      return openMapped(path, file, chunkBytes);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static CaptureFile openMapped(Path path, RandomAccessFile file, int chunkBytes)
      throws IOException {
    FileWindow window = new FileWindow(file, chunkBytes);
    try {
      return new CaptureFile(path.toString(), window, window);
    } catch (IOException e) {
      window.close();
      throw e;
    }
  }

  private static boolean isGzip(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return beginsLikeGzip(in.readNBytes(2));
    }
  }

  private static boolean beginsLikeGzip(byte[] bytes) {
    return bytes.length == 2 && ((bytes[0] & 0xff) << 8 | bytes[1] & 0xff) == GZIP_MAGIC;
  }

  /**
   * Opens a stream, which is closed with the capture or when this fails. Throws OperationException
   * when it cannot be read or is no capture.
   *
   * @param name what messages call it, as in "standard input"
   */
  public static CaptureFile open(InputStream stream, String name) throws IOException {
    InputStream in = new BufferedInputStream(stream, 1 << 16);
    try {
      in.mark(2);
      byte[] first = in.readNBytes(2);
      in.reset();
      InputStream plain =
          beginsLikeGzip(first) ? new GZIPInputStream(new Awaited(in), 1 << 16) : in;
      return new CaptureFile(name, in, new StreamWindow(plain));
    } catch (EOFException | ZipException e) {
      in.close();
      throw notACapture(name, "it begins like a gzip file but holds none");
    } catch (OperationException e) {
      in.close();
      throw e;
    } catch (IOException e) {
      in.close();
      throw FileFailure.read(name, e);
    }
  }

  /**
   * A stream that says only at its end that nothing is available. Before JDK 23 GZIPInputStream
   * takes that for the end, at the end of a member, and of a pipe the next one may just not have
   * come yet.
   */
  private static final class Awaited extends FilterInputStream {
    /**
     * @param in can be marked
     */
    Awaited(InputStream in) {
      super(in);
    }

    @Override
    public int available() throws IOException {
      in.mark(1);
      if (in.read() < 0) {
        return 0;
      }
      in.reset();
      return Math.max(1, in.available());
    }
  }

  private RecordReader recognise() throws IOException {
    if (!window.has(MAGIC_BYTES)) {
      String answer =
          window.available() == 0 ? "it is empty, no capture" : "it is too short for a capture";
      throw notACapture(name, answer);
    }
    int magic = window.buffer().getInt(window.position());
    if (PcapReader.recognises(magic)) {
      return PcapReader.open(window);
    }
    if (PcapngReader.recognises(magic)) {
      return PcapngReader.open(window);
    }
    throw notACapture(name, "it is no pcap or pcapng file (it begins with " + hex(magic) + ")");
  }

  private static String hex(int magic) {
    StringBuilder text = new StringBuilder(11);
    for (int shift = 24; shift >= 0; shift -= 8) {
      text.append(Character.forDigit(magic >> shift + 4 & 0xf, 16))
          .append(Character.forDigit(magic >> shift & 0xf, 16))
          .append(shift > 0 ? " " : "");
    }
    return text.toString();
  }

  private static OperationException notACapture(String name, String answer) {
    return OperationException.of(
        "decode " + name, answer, "give a file written by recvq capture, tcpdump -w or Wireshark");
  }

  @Override
  public boolean next(CapturedPacket packet) throws IOException {
    try {
      boolean read = reader.next(packet);
      packets += read ? 1 : 0;
      if (!read && window instanceof FileWindow file && file.hasShrunk()) {
        // The rest of its last page reads as zeros, which is no damage of the file.
        String reason = "the file became shorter while it was read, after packet " + packets;
        ending = Optional.of(new Ending(false, reason));
      }
      return read;
    } catch (EOFException e) {
      ending = Optional.of(new Ending(true, "the gzip data is cut off after packet " + packets));
      return false;
    } catch (ZipException e) {
      String reason = "the gzip data is damaged after packet " + packets;
      ending = Optional.of(new Ending(false, reason));
      return false;
    } catch (IOException e) {
      throw FileFailure.read(name, e);
    }
  }

  @Override
  public Optional<Ending> ending() {
    return ending.isPresent() ? ending : reader.ending();
  }

  @Override
  public Optional<Double> progress() {
    return window instanceof FileWindow file && file.size() > 0
        ? Optional.of((double) file.offset() / file.size())
        : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
