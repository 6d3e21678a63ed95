package io.recvq.testing;

import io.recvq.capture.PcapngWriter;
import io.recvq.wire.CapturedPacket;
import io.recvq.wire.LinkType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A TCP exchange between 10.0.0.1:40000 (or the next ports) and 10.0.0.2:17311 written packet by
 * packet, to be saved as a capture: raw IPv4, a millisecond apart, sequence numbers from 0.
 */
public final class TcpScript {
  public static final int FIN = 0x01;
  public static final int SYN = 0x02;
  public static final int RST = 0x04;
  public static final int PSH = 0x08;
  public static final int ACK = 0x10;

  private static final int SERVER_PORT = 17_311;
  private static final int WINDOW = 65_000;

  private final List<byte[]> packets = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private long nanos = 1_700_000_000_000_000_000L;
  private int clientPort = 40_000;
  private int clientSeq;
  private int serverSeq;

  /** A handshake. */
  public TcpScript open() {
    clientSeq = 0;
    serverSeq = 0;
    segment(true, SYN, 0, 0, WINDOW, new byte[0]);
    segment(false, SYN | ACK, 0, 1, WINDOW, new byte[0]);
    segment(true, ACK, 1, 1, WINDOW, new byte[0]);
    clientSeq = 1;
    serverSeq = 1;
    return this;
  }

  /** Goes on with another client port. */
  public TcpScript nextClient() {
    clientPort++;
    return this;
  }

  /** Lets time pass. */
  public TcpScript pauseMillis(long millis) {
    nanos += millis * 1_000_000;
    return this;
  }

  /** Data from the client, acknowledging all that came. */
  public TcpScript client(byte[] data) {
    segment(true, PSH | ACK, clientSeq, serverSeq, WINDOW, data);
    clientSeq += data.length;
    return this;
  }

  /** Data from the server. */
  public TcpScript server(byte[] data) {
    segment(false, PSH | ACK, serverSeq, clientSeq, WINDOW, data);
    serverSeq += data.length;
    return this;
  }

  /** Bytes of the client that the capture missed. */
  public TcpScript lostFromClient(int bytes) {
    clientSeq += bytes;
    return this;
  }

  /** The server says that it can take nothing. */
  public TcpScript zeroWindow() {
    segment(false, ACK, serverSeq, clientSeq, 0, new byte[0]);
    return this;
  }

  /** A SYN and its answer, which the client leaves alone. */
  public TcpScript synAndAnswer() {
    segment(true, SYN, 0, 0, WINDOW, new byte[0]);
    segment(false, SYN | ACK, 0, 1, WINDOW, new byte[0]);
    return this;
  }

  /** Data from the client that nobody acknowledges: the next is the same again. */
  public TcpScript again(byte[] data) {
    segment(true, PSH | ACK, clientSeq, serverSeq, WINDOW, data);
    return this;
  }

  /** The client asks whether there is a window by now, with the byte before the next. */
  public TcpScript probe() {
    segment(true, ACK, clientSeq - 1, serverSeq, WINDOW, new byte[0]);
    return this;
  }

  /** Both ends close, the client first. */
  public TcpScript close() {
    segment(true, FIN | ACK, clientSeq, serverSeq, WINDOW, new byte[0]);
    segment(false, FIN | ACK, serverSeq, clientSeq + 1, WINDOW, new byte[0]);
    segment(true, ACK, clientSeq + 1, serverSeq + 1, WINDOW, new byte[0]);
    return this;
  }

  private void segment(boolean fromClient, int flags, int seq, int ack, int window, byte[] data) {
    ByteBuffer packet = ByteBuffer.allocate(40 + data.length);
    packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity());
    packet.putInt(0).put((byte) 64).put((byte) 6).putShort((short) 0);
    packet.putInt(fromClient ? 0x0a000001 : 0x0a000002);
    packet.putInt(fromClient ? 0x0a000002 : 0x0a000001);
    packet.putShort((short) (fromClient ? clientPort : SERVER_PORT));
    packet.putShort((short) (fromClient ? SERVER_PORT : clientPort));
    packet.putInt(seq).putInt(ack).put((byte) 0x50).put((byte) flags).putShort((short) window);
    packet.putInt(0).put(data);
    packets.add(packet.array());
    times.add(nanos);
    nanos += 1_000_000;
  }

  /** Saves the packets as a pcapng file. */
  public Path save(Path file) throws IOException {
    try (PcapngWriter writer = PcapngWriter.create(file)) {
      CapturedPacket view = new CapturedPacket();
      for (int i = 0; i < packets.size(); i++) {
        byte[] bytes = packets.get(i);
        view.set(
            i + 1L,
            times.get(i),
            LinkType.RAW,
            ByteBuffer.wrap(bytes),
            0,
            bytes.length,
            bytes.length,
            true);
        writer.write(view, "test0", List.of());
      }
    }
    return file;
  }
}
