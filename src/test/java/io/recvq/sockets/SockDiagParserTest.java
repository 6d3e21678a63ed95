package io.recvq.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Endpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SockDiagParserTest {
  /** A netlink message with this payload, padded to four bytes. */
  static byte[] message(int type, int flags, int sequence, byte[] payload) {
    int length = 16 + payload.length;
    byte[] bytes = new byte[length + 3 & ~3];
    ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    message.putInt(length).putShort((short) type).putShort((short) flags).putInt(sequence);
    message.putInt(0).put(payload);
    return bytes;
  }

  /** An inet_diag_msg of a connection from 127.0.0.1:4660 to 127.0.0.1:7002, and attributes. */
  static byte[] inetMessage(int family, byte[] attributes) {
    byte[] bytes = new byte[72 + attributes.length];
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    in.put(0, (byte) family).put(1, (byte) 1).put(2, (byte) 4).put(3, (byte) 3);
    in.put(4, (byte) 0x12).put(5, (byte) 0x34).put(6, (byte) 0x1b).put(7, (byte) 0x5a);
    byte[] loopback =
        family == 2
            ? new byte[] {127, 0, 0, 1}
            : new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1};
    in.put(8, loopback).put(24, loopback);
    in.putInt(44, 7).putInt(48, 1).putInt(52, 1500).putInt(56, 114_176).putInt(60, 4_137_472);
    in.putInt(64, 1000).putInt(68, 0xfffffff0);
    in.position(72);
    in.put(attributes);
    return bytes;
  }

  static byte[] attribute(int type, byte[] value) {
    byte[] bytes = new byte[4 + value.length + 3 & ~3];
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.nativeOrder())
        .putShort((short) (4 + value.length))
        .putShort((short) type)
        .put(value);
    return bytes;
  }

  static List<SocketRow> read(SockDiagParser parser, byte[] datagram) {
    List<SocketRow> rows = new ArrayList<>();
    parser.read(ByteBuffer.wrap(datagram), (row, sequence) -> rows.add(row));
    return rows;
  }

  @Test
  void aConnectionIsReadWithItsQueuesTimerAndIdentity() {
    SockDiagParser parser = new SockDiagParser(Proto.TCP);
    InetRow row = (InetRow) read(parser, message(20, 0, 1, inetMessage(2, new byte[0]))).get(0);
    assertEquals(Endpoint.parse("127.0.0.1:4660"), row.local());
    assertEquals(Endpoint.parse("127.0.0.1:7002"), row.remote());
    assertEquals(SocketState.ESTABLISHED, row.state());
    assertEquals(114_176, row.recvQ());
    assertEquals(4_137_472, row.sendQ());
    assertEquals(1000, row.uid());
    assertEquals(0xfffffff0L, row.inode(), "an inode number is unsigned");
    assertEquals(1L << 32 | 7, row.cookie());
    assertEquals(new SocketTimer(SocketTimer.Kind.PERSIST, 1500, 3), row.timer());
    assertFalse(row.inet6());
  }

  @Test
  void aMappedAddressIsShownAsTheIpv4AddressThatItIs() {
    SockDiagParser parser = new SockDiagParser(Proto.TCP);
    InetRow row = (InetRow) read(parser, message(20, 0, 1, inetMessage(10, new byte[0]))).get(0);
    assertEquals("127.0.0.1:4660", row.localText());
    assertEquals("tcp", row.protoName());
    assertTrue(row.inet6());
  }

  @Test
  void attributesOfALaterAndOfAnEarlierKernelAreRead() {
    byte[] longer = new byte[400];
    ByteBuffer.wrap(longer).order(ByteOrder.nativeOrder()).putInt(TcpField.RTT.offset(), 1234);
    byte[] shorter = new byte[104];
    InetRow later =
        (InetRow)
            read(
                    new SockDiagParser(Proto.TCP),
                    message(20, 0, 1, inetMessage(2, attribute(2, longer))))
                .get(0);
    InetRow earlier =
        (InetRow)
            read(
                    new SockDiagParser(Proto.TCP),
                    message(20, 0, 1, inetMessage(2, attribute(2, shorter))))
                .get(0);
    assertEquals(1234, later.tcp().orElseThrow().rttMicros());
    assertTrue(earlier.tcp().orElseThrow().get(TcpField.BUSY).isEmpty(), "absent, not zero");
    assertEquals(0, earlier.tcp().orElseThrow().rttMicros());
  }

  @Test
  void theEndOfADumpCanCarryAnErrno() {
    SockDiagParser parser = new SockDiagParser(Proto.RAW);
    byte[] errno = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(-2).array();
    read(parser, message(3, 2, 1, errno));
    assertTrue(parser.isDone());
    assertEquals(2, parser.errno());
  }

  @Test
  void theLastDatagramIsKnownWithoutReadingItsRows() {
    byte[] row = message(20, 2, 1, inetMessage(2, new byte[0]));
    byte[] done = message(3, 2, 1, new byte[4]);
    ByteBuffer both = ByteBuffer.allocate(row.length + done.length).put(row).put(done).flip();
    assertFalse(SockDiagParser.isLast(inOrder(row)));
    assertTrue(SockDiagParser.isLast(inOrder(done)));
    assertTrue(SockDiagParser.isLast(both.order(ByteOrder.nativeOrder())));
    assertTrue(SockDiagParser.isLast(inOrder(message(2, 0, 1, new byte[20]))), "an error");
    assertTrue(SockDiagParser.isLast(inOrder(new byte[0])));
    for (int length = 1; length < row.length; length++) {
      ByteBuffer cut = inOrder(row).limit(length);
      assertTrue(SockDiagParser.isLast(cut), "damaged: waiting for more could be for ever");
    }
  }

  private static ByteBuffer inOrder(byte[] datagram) {
    return ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
  }

  @Test
  void anInterruptedDumpIsNoticed() {
    SockDiagParser parser = new SockDiagParser(Proto.TCP);
    read(parser, message(3, 0x12, 1, new byte[4]));
    assertTrue(parser.isInterrupted());
  }

  @Test
  void everyTruncationIsSurvivedAndNoneIsTakenForARow() {
    byte[] whole = message(20, 0, 1, inetMessage(2, attribute(2, new byte[280])));
    for (int length = 0; length < whole.length; length++) {
      SockDiagParser parser = new SockDiagParser(Proto.TCP);
      List<SocketRow> rows = new ArrayList<>();
      parser.read(ByteBuffer.wrap(whole, 0, length), (row, sequence) -> rows.add(row));
      assertEquals(List.of(), rows, "cut at " + length);
    }
  }

  @Test
  void randomBytesAreSurvived() {
    Random random = new Random(20260101);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = message(20, 0, 1, inetMessage(2, attribute(2, new byte[280])));
      int changes = 1 + random.nextInt(8);
      for (int i = 0; i < changes; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      for (Proto proto : Proto.values()) {
        read(new SockDiagParser(proto), bytes);
      }
      random.nextBytes(bytes);
      read(new SockDiagParser(Proto.UNIX), bytes);
    }
  }

  @Test
  void anAbstractUnixNameShowsItsZeroBytes() {
    byte[] unix = new byte[16];
    unix[0] = 1;
    unix[1] = 1;
    unix[2] = 10;
    byte[] name = attribute(0, new byte[] {0, 'a', 'b'});
    byte[] payload = ByteBuffer.allocate(16 + name.length).put(unix).put(name).array();
    UnixRow row = (UnixRow) read(new SockDiagParser(Proto.UNIX), message(20, 0, 1, payload)).get(0);
    assertEquals("@ab", row.path());
    assertEquals("stream", row.type());
    assertEquals(SocketState.LISTEN, row.state());
    assertEquals(SocketRow.UNKNOWN, row.recvQ(), "not told is not zero");
  }

  /** A unix_diag_msg of a connected datagram socket with these attributes. */
  static UnixRow unix(SockDiagParser parser, byte[]... attributes) {
    ByteBuffer payload = ByteBuffer.allocate(500).order(ByteOrder.nativeOrder());
    payload.put((byte) 1).put((byte) 2).put((byte) 1).put((byte) 0);
    payload.putInt(0xfffffff1).putInt(7).putInt(1);
    for (byte[] attribute : attributes) {
      payload.put(attribute);
    }
    byte[] bytes = Arrays.copyOf(payload.array(), payload.position());
    List<SocketRow> rows = read(parser, message(20, 0, 1, bytes));
    assertEquals(1, rows.size());
    return (UnixRow) rows.get(0);
  }

  private static byte[] numbers(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.nativeOrder());
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  @Test
  void aUnixSocketIsReadWithItsPathPeerQueuesUserAndMemory() {
    SockDiagParser parser = new SockDiagParser(Proto.UNIX);
    UnixRow row =
        unix(
            parser,
            attribute(0, "/run/x\0y".getBytes(StandardCharsets.UTF_8)),
            attribute(2, numbers(-2)),
            attribute(4, numbers(5, -1)),
            attribute(5, numbers(1, 2, 3, 4, 5, 6, 7, 8, 9)),
            attribute(7, numbers(1000)));
    assertEquals(
        new UnixRow(
            "dgram",
            SocketState.ESTABLISHED,
            5,
            0xffffffffL,
            "/run/x",
            0xfffffffeL,
            1000,
            0xfffffff1L,
            1L << 32 | 7,
            Optional.of(new SocketMemory(1, 2, 3, 4, 5, 6, 7, 8, 9)),
            Ownership.NOT_ASKED),
        row);
    assertEquals(0, parser.malformed());
  }

  @Test
  void anAttributeThatIsTooShortTellsNothing() {
    UnixRow row =
        unix(
            new SockDiagParser(Proto.UNIX),
            attribute(0, new byte[0]),
            attribute(2, new byte[3]),
            attribute(4, numbers(5)),
            attribute(5, new byte[31]),
            attribute(7, new byte[3]));
    assertEquals("", row.path());
    assertEquals(0, row.peerInode());
    assertEquals(SocketRow.UNKNOWN, row.recvQ());
    assertEquals(SocketRow.UNKNOWN, row.sendQ());
    assertEquals(SocketRow.UNKNOWN, row.uid());
    assertEquals(Optional.empty(), row.memory());
  }

  @Test
  void memoryOfAnEarlierKernelHasNoDrops() {
    UnixRow row = unix(new SockDiagParser(Proto.UNIX), attribute(5, new byte[32]));
    assertEquals(SocketRow.UNKNOWN, row.memory().orElseThrow().drops());
  }

  @Test
  void attributesBehindOneOfAnOddLengthAreRead() {
    byte[] attributes =
        ByteBuffer.allocate(12 + 40)
            .put(attribute(4, new byte[] {'c', 'u', 'b', 'i', 'c'}))
            .put(attribute(7, numbers(1, 2, 3, 4, 5, 6, 7, 8, 9)))
            .array();
    InetRow row =
        (InetRow)
            read(new SockDiagParser(Proto.TCP), message(20, 0, 1, inetMessage(2, attributes)))
                .get(0);
    assertEquals(Optional.of("cubic"), row.congestion());
    assertEquals(Optional.of(new SocketMemory(1, 2, 3, 4, 5, 6, 7, 8, 9)), row.memory());
  }

  @Test
  void rowsAndAnswersOfADatagramAreCountedOneByOne() {
    SockDiagParser parser = new SockDiagParser(Proto.TCP);
    byte[] row = message(20, 0, 7, inetMessage(2, new byte[0]));
    byte[] odd = message(99, 0, 1, new byte[5]);
    byte[] error = message(2, 0, 9, numbers(-13, 0, 0, 0, 0));
    ByteBuffer all =
        ByteBuffer.allocate(2 * row.length + odd.length + error.length)
            .put(row)
            .put(odd)
            .put(row)
            .put(error)
            .flip();
    List<Integer> sequences = new ArrayList<>();
    parser.read(all, (found, sequence) -> sequences.add(sequence));
    assertEquals(List.of(7, 7), sequences);
    assertEquals(13, parser.errno());
    assertEquals(3, parser.answers());
    assertEquals(0, parser.malformed());
    assertFalse(parser.isInterrupted());
    assertTrue(parser.isDone());
  }

  @Test
  void aRowIsNotTheEndOfADump() {
    SockDiagParser parser = new SockDiagParser(Proto.TCP);
    read(parser, message(20, 2, 1, inetMessage(2, new byte[0])));
    assertFalse(parser.isDone());
    assertEquals(0, parser.errno());
  }

  @Test
  void eachMessageThatIsDamagedIsCounted() {
    SockDiagParser parser = new SockDiagParser(Proto.TCP);
    byte[] shortRow = message(20, 0, 1, new byte[71]);
    read(parser, shortRow);
    assertEquals(1, parser.malformed());
    read(parser, message(2, 0, 1, new byte[3]));
    assertEquals(2, parser.malformed());
    byte[] lengthOfFifteen = message(20, 0, 1, new byte[72]);
    ByteBuffer.wrap(lengthOfFifteen).order(ByteOrder.nativeOrder()).putInt(0, 15);
    read(parser, lengthOfFifteen);
    assertEquals(3, parser.malformed());
    byte[] badAttribute = attribute(2, new byte[4]);
    ByteBuffer.wrap(badAttribute).order(ByteOrder.nativeOrder()).putShort(0, (short) 9);
    read(parser, message(20, 0, 1, inetMessage(2, badAttribute)));
    assertEquals(4, parser.malformed());
  }
}
