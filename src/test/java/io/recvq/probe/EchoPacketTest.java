package io.recvq.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EchoPacketTest {
  @Test
  void aRequestIsThatOfRfc792() {
    assertEquals(
        "0800e5c5123400050001", HexFormat.of().formatHex(EchoPacket.request(false, 0x1234, 5, 2)));
    assertEquals(
        "8000000012340005", HexFormat.of().formatHex(EchoPacket.request(true, 0x1234, 5, 0)));
  }

  @Test
  void theChecksumOverAPacketWithItsChecksumIsZero() {
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      byte[] packet =
          EchoPacket.request(
              false, random.nextInt(65536), random.nextInt(65536), random.nextInt(300));
      assertEquals(0, EchoPacket.checksum(packet));
    }
  }

  @Test
  void aReplyIsFoundBehindTheHeaderThatRawSocketsDeliver() {
    byte[] request = EchoPacket.request(false, 7, 9, 4);
    byte[] received = new byte[24 + request.length];
    received[0] = 0x46;
    System.arraycopy(request, 0, received, 24, request.length);
    ByteBuffer data = ByteBuffer.wrap(received);
    assertFalse(EchoPacket.reply(data, false, true).isPresent(), "a request is no reply");
    received[24] = 0;
    assertEquals(
        Optional.of(new EchoPacket(7, 9, request.length)), EchoPacket.reply(data, false, true));
  }

  @Test
  void noBytesFromTheNetworkBreakIt() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      ByteBuffer data = ByteBuffer.wrap(bytes);
      EchoPacket.reply(data, random.nextBoolean(), random.nextBoolean());
      EchoPacket.requestIn(data, random.nextBoolean());
    }
  }
}
