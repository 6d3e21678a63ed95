package io.recvq.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProcNetParserTest {
  private static final String TCP =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"
          + "   0: 0100007F:1B5A 00000000:0000 0A 00000000:00000002 00:00000000 00000000  1000"
          + "        0 4711 1 0000000000000000 100 0 0 10 0\n"
          + "   1: 0100007F:A3F2 0100007F:1B5A 01 003F2200:0001BE00 04:00000096 00000003     0"
          + "        3 4712 2 0000000000000000 20 4 30 10 -1\n"
          + "   2: 0100007F:A3F3 0100007F:1B5A 06 00000000:00000000 03:00001770 00000000     0"
          + "        0 0 3 0000000000000000\n";

  private static final String TCP6 =
      "  sl  local_address                         remote_address\n"
          + "   0: 0000000000000000FFFF00000100007F:1B5A"
          + " 0000000000000000FFFF00000100007F:A3F2 01 00000000:00000000 00:00000000 00000000"
          + "     0        0 4713 1 0000000000000000 20 4 30 10 -1\n"
          + "   1: 00000000000000000000000001000000:0050"
          + " 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000"
          + "     0        0 4714 1 0000000000000000 100 0 0 10 0\n";

  private static final String UNIX =
      """
      Num       RefCount Protocol Flags    Type St Inode Path
      0000000000000000: 00000002 00000000 00010000 0001 01 15 /run/my socket
      0000000000000000: 00000003 00000000 00000000 0001 03 16
      0000000000000000: 00000003 00000000 00000000 0001 02     0 /run/my socket
      0000000000000000: 00000002 00000000 00000000 0002 01 17 @abstract
      """;

  private final List<SocketRow> rows = new ArrayList<>();
  private final ProcNetParser parser = new ProcNetParser(rows::add, ByteOrder.LITTLE_ENDIAN);

  private void inet(String file) {
    byte[] bytes = file.getBytes(StandardCharsets.US_ASCII);
    parser.inet(Proto.TCP, bytes, bytes.length);
  }

  @Test
  void aListenersBacklogIsUnknownAndItsQueueIsRead() {
    inet(TCP);
    assertEquals("127.0.0.1:7002", rows.get(0).localText());
    assertEquals("0.0.0.0:*", rows.get(0).remoteText());
    assertEquals(2, rows.get(0).recvQ());
    assertEquals(SocketRow.UNKNOWN, rows.get(0).sendQ());
    assertEquals(1000, rows.get(0).uid());
  }

  @Test
  void queuesAndTimersOfAConnectionAreRead() {
    inet(TCP);
    InetRow row = (InetRow) rows.get(1);
    assertEquals(0x3f2200, row.sendQ());
    assertEquals(0x1be00, row.recvQ());
    assertEquals(new SocketTimer(SocketTimer.Kind.PERSIST, 1500, 3), row.timer());
    assertEquals(4712, row.inode());
    assertEquals(SocketState.TIME_WAIT, rows.get(2).state());
    assertTrue(!rows.get(2).hasInode());
    assertEquals(0, parser.malformed());
  }

  @Test
  void mappedAndRealIpv6AddressesAreToldApart() {
    inet(TCP6);
    assertEquals("127.0.0.1:7002", rows.get(0).localText());
    assertTrue(((InetRow) rows.get(0)).inet6());
    assertEquals("tcp", rows.get(0).protoName());
    assertEquals("[::1]:80", rows.get(1).localText());
    assertEquals("tcp6", rows.get(1).protoName());
  }

  @Test
  void unixSocketsKeepTheSpacesOfTheirPaths() {
    byte[] bytes = UNIX.getBytes(StandardCharsets.US_ASCII);
    parser.unix(bytes, bytes.length);
    assertEquals("/run/my socket", ((UnixRow) rows.get(0)).path());
    assertEquals(SocketState.LISTEN, rows.get(0).state());
    assertEquals("", ((UnixRow) rows.get(1)).path());
    assertEquals(SocketState.ESTABLISHED, rows.get(1).state());
    assertEquals("dgram", ((UnixRow) rows.get(2)).type());
    assertEquals(3, rows.size(), "what waits to be accepted is its listener's");
    assertEquals(0, parser.malformed());
  }

  @Test
  void aLineThatIsCutAnywhereIsCountedAndTheNextOneIsRead() {
    String[] lines = TCP.split("\n");
    // The inode is the last field that is needed.
    int needed = lines[1].indexOf("4711");
    for (int cut = 1; cut < needed; cut++) {
      rows.clear();
      ProcNetParser fresh = new ProcNetParser(rows::add, ByteOrder.LITTLE_ENDIAN);
      String file = lines[0] + "\n" + lines[1].substring(0, cut) + "\n" + lines[2] + "\n";
      byte[] bytes = file.getBytes(StandardCharsets.US_ASCII);
      fresh.inet(Proto.TCP, bytes, bytes.length);
      assertEquals(1, rows.size(), "cut at " + cut);
      assertEquals(1, fresh.malformed(), "cut at " + cut);
    }
  }

  @Test
  void changedBytesAreSurvived() {
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = (round % 2 == 0 ? TCP : UNIX).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 4; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      parser.inet(Proto.TCP, bytes, bytes.length);
      parser.unix(bytes, bytes.length);
    }
  }

  @Test
  void aPortOfMoreThanSixteenBitsIsAMalformedLine() {
    inet(TCP.replace("0100007F:A3F2", "0100007F:A0000000"));
    assertEquals(1, parser.malformed());
    assertEquals(2, rows.size());
  }
}
