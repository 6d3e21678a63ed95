package io.recvq.sockets;

import static io.recvq.sockets.SockDiagParserTest.attribute;
import static io.recvq.sockets.SockDiagParserTest.inetMessage;
import static io.recvq.sockets.SockDiagParserTest.message;
import static io.recvq.sockets.SockDiagParserTest.read;
import static io.recvq.sockets.SockDiagParserTest.unix;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Endpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel's messages at the very edge of a length, and values that no kernel should send. */
class SockDiagEdgesTest {
  private static final int ROW = 20;

  private static InetRow row(byte[] inetMessage) {
    SockDiagParser parser = new SockDiagParser(Proto.TCP);
    List<SocketRow> rows = read(parser, message(ROW, 0, 1, inetMessage));
    assertEquals(0, parser.malformed());
    return (InetRow) rows.get(0);
  }

  /** An inet_diag_msg of AF_INET6 with these addresses and the ports 4660 and 7002. */
  private static byte[] inet6(String local, String remote) {
    byte[] bytes = inetMessage(10, new byte[0]);
    System.arraycopy(HexFormat.of().parseHex(local), 0, bytes, 8, 16);
    System.arraycopy(HexFormat.of().parseHex(remote), 0, bytes, 24, 16);
    return bytes;
  }

  @Test
  void addressesOfIpv6AreReadWhole() {
    InetRow row =
        row(inet6("fd00000000000000fedcba9876543210", "20010db8000000000000000000000002"));
    assertEquals(Endpoint.parse("[fd00::fedc:ba98:7654:3210]:4660"), row.local());
    assertEquals(Endpoint.parse("[2001:db8::2]:7002"), row.remote());
    assertEquals("tcp6", row.protoName());
  }

  @Test
  void portsAreUnsignedAndInNetworkOrder() {
    byte[] bytes = inetMessage(2, new byte[0]);
    bytes[4] = (byte) 0xff;
    bytes[5] = (byte) 0xfe;
    bytes[6] = 0;
    bytes[7] = (byte) 0x80;
    assertEquals("127.0.0.1:65534", row(bytes).localText());
    assertEquals("127.0.0.1:128", row(bytes).remoteText());
  }

  @ParameterizedTest
  @CsvSource({
    "00000000000000000000ffff0a000001, 0.0.0.0",
    "00000000000000000000000000000000, [::]",
    "fd000000000000000000000000000001, [::]",
  })
  void whoHasNoPeerHasNoneOfTheFamilyThatItTalks(String local, String remote) {
    byte[] bytes = inet6(local, "0".repeat(32));
    bytes[6] = 0;
    bytes[7] = 0;
    assertEquals(remote + ":*", row(bytes).remoteText());
    assertFalse(row(bytes).isConnected());
  }

  @Test
  void aPeerThatIsThereStaysWhateverItsFamily() {
    InetRow row =
        row(inet6("00000000000000000000ffff0a000001", "20010db8000000000000000000000002"));
    assertEquals("[2001:db8::2]:7002", row.remoteText());
  }

  @ParameterizedTest
  @CsvSource({"3, 1", "0, 1", "2, 0", "2, 13", "10, -1"})
  void aRowOfAnotherFamilyOrStateIsCountedAsMalformed(int family, int state) {
    byte[] bytes = inetMessage(2, new byte[0]);
    bytes[0] = (byte) family;
    bytes[1] = (byte) state;
    SockDiagParser parser = new SockDiagParser(Proto.TCP);
    assertEquals(List.of(), read(parser, message(ROW, 0, 1, bytes)));
    assertEquals(1, parser.malformed());
    assertEquals(1, parser.answers(), "the request was answered all the same");
  }

  @Test
  void aUnixRowThatIsShortOrOfNoStateIsCountedAsMalformed() {
    byte[] whole = new byte[16];
    whole[2] = 7;
    SockDiagParser parser = new SockDiagParser(Proto.UNIX);
    assertEquals(1, read(parser, message(ROW, 0, 1, whole)).size());
    assertEquals(List.of(), read(parser, message(ROW, 0, 1, Arrays.copyOf(whole, 15))));
    assertEquals(1, parser.malformed());
    whole[2] = 0;
    assertEquals(List.of(), read(parser, message(ROW, 0, 1, whole)));
    assertEquals(2, parser.malformed());
  }

  @Test
  void aRowThatLacksItsLastByteIsCountedAsMalformed() {
    SockDiagParser parser = new SockDiagParser(Proto.TCP);
    byte[] cut = Arrays.copyOf(inetMessage(2, new byte[0]), 71);
    assertEquals(List.of(), read(parser, message(ROW, 0, 1, cut)));
    assertEquals(1, parser.malformed());
  }

  @Test
  void anErrorNeedNotRepeatItsRequest() {
    byte[] errno = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(-13).array();
    SockDiagParser parser = new SockDiagParser(Proto.TCP);
    read(parser, message(2, 0, 1, errno));
    assertEquals(13, parser.errno());
    assertEquals(0, parser.malformed());
  }

  private static ByteBuffer datagram(byte[]... messages) {
    ByteBuffer all = ByteBuffer.allocate(1000).order(ByteOrder.nativeOrder());
    for (byte[] message : messages) {
      all.put(message);
    }
    return all.flip();
  }

  @Test
  void aLaterMessageOfAnImpossibleLengthIsDamageToo() {
    byte[] row = message(ROW, 0, 1, inetMessage(2, new byte[0]));
    byte[] lying = message(ROW, 0, 1, inetMessage(2, new byte[0]));
    ByteBuffer.wrap(lying).order(ByteOrder.nativeOrder()).putInt(0, lying.length + 1);
    SockDiagParser parser = new SockDiagParser(Proto.TCP);
    List<SocketRow> rows = new ArrayList<>();
    parser.read(datagram(row, lying), (each, sequence) -> rows.add(each));
    assertEquals(1, rows.size());
    assertEquals(1, parser.malformed());
    assertTrue(SockDiagParser.isLast(datagram(row, lying)));
  }

  @Test
  void moreIsToComeBehindRowsOfOddLengthsAndMessagesWithoutAPayload() {
    byte[] odd = message(ROW, 2, 1, inetMessage(2, new byte[] {0}));
    byte[] nothing = message(1, 2, 1, new byte[0]);
    assertFalse(SockDiagParser.isLast(datagram(odd, odd)));
    assertFalse(SockDiagParser.isLast(datagram(nothing)));
    assertTrue(SockDiagParser.isLast(datagram(odd, nothing, message(3, 2, 1, new byte[4]))));
  }

  @Test
  void theLastMessageNeedNoPadding() {
    byte[] row = inetMessage(2, new byte[] {0});
    byte[] message = Arrays.copyOf(message(ROW, 0, 1, row), 16 + 73);
    SockDiagParser parser = new SockDiagParser(Proto.TCP);
    assertEquals(1, read(parser, message).size());
    assertEquals(0, parser.malformed());
  }

  @Test
  void aDatagramIsReadFromItsPositionToItsLimit() {
    byte[] row = message(ROW, 0, 1, inetMessage(2, new byte[0]));
    ByteBuffer datagram = ByteBuffer.allocate(8 + 2 * row.length).order(ByteOrder.nativeOrder());
    datagram.put(8, row).put(8 + row.length, row).position(8).limit(8 + row.length);
    SockDiagParser parser = new SockDiagParser(Proto.TCP);
    List<SocketRow> rows = new ArrayList<>();
    parser.read(datagram, (each, sequence) -> rows.add(each));
    assertEquals(1, rows.size());
    assertEquals(1, parser.answers());
    assertFalse(SockDiagParser.isLast(datagram));
  }

  @Test
  void theEndIsFoundBehindARowOfAnOddLength() {
    byte[] row = message(ROW, 2, 1, inetMessage(2, new byte[] {0}));
    byte[] done = message(3, 2, 1, new byte[0]);
    ByteBuffer both = ByteBuffer.allocate(row.length + done.length).put(row).put(done).flip();
    both.order(ByteOrder.nativeOrder());
    assertTrue(SockDiagParser.isLast(both));
    SockDiagParser parser = new SockDiagParser(Proto.TCP);
    parser.read(both, (each, sequence) -> {});
    assertTrue(parser.isDone());
    assertEquals(0, parser.errno(), "an end without an errno is no error");
    assertEquals(0, parser.malformed());
  }

  /** The length field of an attribute that lies about itself, before one that tells the truth. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 21, 0xffff})
  void whatStandsBehindAnAttributeOfAnImpossibleLengthIsNotRead(int length) {
    byte[] lying = attribute(99, new byte[4]);
    ByteBuffer.wrap(lying).order(ByteOrder.nativeOrder()).putShort(0, (short) length);
    byte[] name = attribute(0, "/run/app".getBytes(StandardCharsets.UTF_8));
    SockDiagParser parser = new SockDiagParser(Proto.UNIX);
    assertEquals("*", unix(parser, lying, name).localText());
    assertEquals(1, parser.malformed());

    byte[] cubic = attribute(4, "cubic678".getBytes(StandardCharsets.UTF_8));
    byte[] both = ByteBuffer.allocate(20).put(lying).put(cubic).array();
    SockDiagParser inet = new SockDiagParser(Proto.TCP);
    InetRow row = (InetRow) read(inet, message(ROW, 0, 1, inetMessage(2, both))).get(0);
    assertEquals(Optional.empty(), row.congestion());
    assertEquals(1, inet.malformed());
  }

  @Test
  void anAttributeMayFillItsMessageToTheLastByte() {
    byte[] cubic = Arrays.copyOf(attribute(4, new byte[] {'c', 'u', 'b', 'i', 'c'}), 9);
    assertEquals(Optional.of("cubic"), row(inetMessage(2, cubic)).congestion());
    byte[] empty = attribute(4, new byte[0]);
    assertEquals(Optional.of(""), row(inetMessage(2, empty)).congestion());
    SockDiagParser unix = new SockDiagParser(Proto.UNIX);
    byte[] path = attribute(0, new byte[] {'/', 'a'});
    assertEquals("/a", unix(unix, attribute(99, new byte[0]), path).path());
    assertEquals("", unix(unix, attribute(0, new byte[0])).path());
    assertEquals(0, unix.malformed());
    assertEquals("/a", unix(new SockDiagParser(Proto.UNIX), Arrays.copyOf(path, 6)).path());
  }

  @Test
  void flagsInAnAttributesTypeAreNoPartOfIt() {
    byte[] nested = attribute(0x8000 | 0x4000 | 4, new byte[] {'r', 'e', 'n', 'o'});
    assertEquals(Optional.of("reno"), row(inetMessage(2, nested)).congestion());
  }

  @Test
  void namesEndWhereTheKernelsDo() {
    assertEquals(
        Optional.of("a".repeat(16)),
        row(inetMessage(2, attribute(4, "a".repeat(20).getBytes(StandardCharsets.UTF_8))))
            .congestion());
    assertEquals(
        "/" + "a".repeat(107),
        unix(
                new SockDiagParser(Proto.UNIX),
                attribute(0, ("/" + "a".repeat(120)).getBytes(StandardCharsets.UTF_8)))
            .path());
    assertEquals(
        "@" + "a".repeat(106) + "@",
        unix(
                new SockDiagParser(Proto.UNIX),
                attribute(0, ("\0" + "a".repeat(106) + "\0b").getBytes(StandardCharsets.UTF_8)))
            .path());
  }

  @Test
  void kindsOfUnixSocketsHaveTheirWords() {
    assertEquals("seqpacket", SockDiagParser.unixType(5));
    assertEquals("type-3", SockDiagParser.unixType(3));
  }
}
