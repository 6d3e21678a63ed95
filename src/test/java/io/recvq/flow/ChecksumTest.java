package io.recvq.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.wire.TcpFlags;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What segments with a wrong checksum are to a stream, where checksums are verified. */
class ChecksumTest {
  /** Of an IPv4 packet without options. */
  private static final int TCP_CHECKSUM_AT = 36;

  private final Exchange exchange = new Exchange().verifying();

  /** A segment of the client whose bytes were changed on the way. */
  private Exchange damaged(int flags, int seq, String text) {
    byte[] ip = exchange.packet(true, flags, seq, 1, text).ip();
    ip[ip.length - 1] ^= 1;
    return exchange.feed(ip, Integer.MAX_VALUE);
  }

  /** A segment of the client whose checksum is that of the pseudo-header alone. */
  private Exchange offloaded(int flags, int seq, String text) {
    byte[] ip = exchange.packet(true, flags, seq, 1, text).ip();
    ByteBuffer bytes = ByteBuffer.wrap(ip);
    int sum = 6 + ip.length - 20;
    for (int at = 12; at < 20; at += 2) {
      sum += bytes.getShort(at) & 0xffff;
    }
    bytes.putShort(TCP_CHECKSUM_AT, (short) (sum + (sum >>> 16)));
    return exchange.feed(ip, Integer.MAX_VALUE);
  }

  private void assertTold(String... events) {
    assertEquals(List.of(events), exchange.events);
  }

  @Test
  void aDamagedSegmentIsNoDataAndTheOneThatIsSentAgainIs() {
    exchange.handshake().data(1, "ab");
    damaged(TcpFlags.ACK, 3, "cx");
    exchange.data(5, "ef").millis(200).data(3, "cd");
    assertTold("> 0 'ab' #4", "> 2 'cd' #7", "> 4 'ef' #7");
    assertTrue(exchange.notes.get(4).contains("bad-checksum"), exchange.notes::toString);
    assertTrue(exchange.notes.get(6).contains("retransmission"), exchange.notes::toString);
  }

  @Test
  void withoutVerificationTheFirstArrivalStands() {
    Exchange plain = new Exchange().handshake().data(1, "ab");
    byte[] ip = plain.packet(true, TcpFlags.ACK, 3, 1, "cx").ip();
    plain.feed(ip, Integer.MAX_VALUE).data(3, "cd");
    assertEquals("> 2 'cx' #5", plain.events.get(1));
  }

  @Test
  void aDamagedResetOrEndEndsNothing() {
    exchange.handshake();
    damaged(TcpFlags.RST | TcpFlags.ACK, 1, "x");
    damaged(TcpFlags.FIN | TcpFlags.ACK, 1, "x");
    exchange.millis(2000).data(1, "ab");
    assertTold("> 0 'ab' #6");
  }

  @Test
  void ofASenderWhoseChecksumsAreAllWrongEverythingIsData() {
    damaged(TcpFlags.SYN, 0, "");
    exchange.server(TcpFlags.SYN | TcpFlags.ACK, 0, 1, "");
    damaged(TcpFlags.ACK, 1, "ax");
    damaged(TcpFlags.ACK, 3, "cx");
    assertTold("> 0 'ay' #3", "> 2 'cy' #4");
  }

  @Test
  void aChecksumThatIsLeftToTheDeviceIsNoDamageAlsoAmongRightOnes() {
    exchange.handshake().data(1, "ab");
    offloaded(TcpFlags.ACK, 3, "cd");
    assertTold("> 0 'ab' #4", "> 2 'cd' #5");
    assertTrue(exchange.notes.get(4).contains("bad-checksum"), exchange.notes::toString);
  }
}
