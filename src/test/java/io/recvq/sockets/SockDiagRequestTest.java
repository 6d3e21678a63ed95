package io.recvq.sockets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.recvq.net.Endpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Requests byte by byte, as linux/netlink.h, inet_diag.h and unix_diag.h have them. */
class SockDiagRequestTest {
  private static final Endpoint NEAR = Endpoint.parse("10.0.0.1:4660");
  private static final Endpoint FAR = Endpoint.parse("192.0.2.7:443");

  private static SocketQuery query(OptionalInt port, boolean tcpInfo, boolean memory) {
    return new SocketQuery(Set.of(Proto.TCP), SocketState.LISTEN.bit(), port, tcpInfo, memory);
  }

  private static ByteBuffer in(byte[] request) {
    return ByteBuffer.wrap(request).order(ByteOrder.nativeOrder());
  }

  private static void assertHeader(ByteBuffer in, int length, int type, int flags, int sequence) {
    assertEquals(length, in.capacity());
    assertEquals(length, in.getInt(0));
    assertEquals(type, in.getShort(4));
    assertEquals(flags, in.getShort(6));
    assertEquals(sequence, in.getInt(8));
    assertEquals(0, in.getInt(12));
  }

  private static byte[] bytes(ByteBuffer in, int from, int count) {
    byte[] bytes = new byte[count];
    in.get(from, bytes);
    return bytes;
  }

  @Test
  void aDumpNamesFamilyProtocolAndStates() {
    ByteBuffer in =
        in(
            SockDiagRequest.inetDump(
                SockDiagRequest.AF_INET6, query(OptionalInt.empty(), false, false), Proto.UDP, 77));
    assertHeader(in, 72, 20, 0x301, 77);
    assertArrayEquals(new byte[] {10, 17, 0, 0}, bytes(in, 16, 4));
    assertEquals(1 << 10, in.getInt(20));
  }

  private static int extensions(boolean tcpInfo, boolean memory) {
    SocketQuery query = query(OptionalInt.empty(), tcpInfo, memory);
    return SockDiagRequest.inetDump(SockDiagRequest.AF_INET, query, Proto.TCP, 1)[18];
  }

  @Test
  void detailsAreAskedForByTheBitsOfTheirAttributes() {
    assertEquals(0, extensions(false, false));
    assertEquals(0b0000_1010, extensions(true, false), "INET_DIAG_INFO 2 and INET_DIAG_CONG 4");
    assertEquals(0b0100_0000, extensions(false, true), "INET_DIAG_SKMEMINFO 7");
    assertEquals(0b0100_1010, extensions(true, true));
  }

  @Test
  void aPortIsAProgramBehindTheRequest() {
    SocketQuery query = query(OptionalInt.of(7002), false, false);
    ByteBuffer in = in(SockDiagRequest.inetDump(SockDiagRequest.AF_INET, query, Proto.TCP, 1));
    assertHeader(in, 72 + 4 + 36, 20, 0x301, 1);
    assertEquals(4 + 36, in.getShort(72));
    assertEquals(1, in.getShort(74), "INET_DIAG_REQ_BYTECODE");
    assertArrayEquals(KernelFilter.eitherPort(7002), bytes(in, 76, 36));
  }

  /** Runs a program as the kernel's inet_diag_bc_run does. */
  private static boolean accepts(byte[] program, int source, int target) {
    ByteBuffer in = in(program);
    int at = 0;
    int left = program.length;
    while (left > 0) {
      int bound = left >= 8 ? Short.toUnsignedInt(in.getShort(at + 6)) : 0;
      boolean yes =
          switch (in.get(at)) {
            case 1 -> false;
            case 2 -> source >= bound;
            case 3 -> source <= bound;
            case 4 -> target >= bound;
            case 5 -> target <= bound;
            default -> throw new AssertionError("no such step: " + in.get(at));
          };
      int jump = yes ? in.get(at + 1) : in.getShort(at + 2);
      at += jump;
      left -= jump;
    }
    return left == 0;
  }

  @Test
  void theKernelsProgramTakesThePortAtEitherEndAndNoOther() {
    byte[] program = KernelFilter.eitherPort(40_000);
    for (int source : new int[] {1, 39_999, 40_000, 40_001, 65_535}) {
      for (int target : new int[] {1, 39_999, 40_000, 40_001, 65_535}) {
        assertEquals(
            source == 40_000 || target == 40_000,
            accepts(program, source, target),
            source + " to " + target);
      }
    }
  }

  @Test
  void unixSocketsAreAskedForWithTheirNamesPeersQueuesAndUsers() {
    ByteBuffer in = in(SockDiagRequest.unixDump(query(OptionalInt.empty(), false, false), 5));
    assertHeader(in, 40, 20, 0x301, 5);
    assertArrayEquals(new byte[] {1, 0, 0, 0}, bytes(in, 16, 4));
    assertEquals(1 << 10, in.getInt(20));
    assertEquals(0, in.getInt(24));
    assertEquals(0x55, in.getInt(28));
    assertEquals(-1, in.getInt(32));
    assertEquals(-1, in.getInt(36));
    ByteBuffer memory = in(SockDiagRequest.unixDump(query(OptionalInt.empty(), false, true), 5));
    assertEquals(0x75, memory.getInt(28));
  }

  @Test
  void bothEndsAreAskedForInOneDatagramWithEveryDetail() {
    byte[] both = SockDiagRequest.bothEnds(NEAR, FAR);
    assertEquals(144, both.length);
    ByteBuffer near = in(Arrays.copyOf(both, 72));
    ByteBuffer far = in(Arrays.copyOfRange(both, 72, 144));
    assertHeader(near, 72, 20, 0x1, 1);
    assertHeader(far, 72, 20, 0x1, 2);
    assertArrayEquals(new byte[] {2, 6, 0b0100_1010, 0}, bytes(near, 16, 4));
    assertEquals(SocketState.ALL_MASK, near.getInt(20));
    assertArrayEquals(new byte[] {0x12, 0x34, 0x01, (byte) 0xbb, 10, 0, 0, 1}, bytes(near, 24, 8));
    assertArrayEquals(new byte[] {(byte) 192, 0, 2, 7}, bytes(near, 44, 4));
    assertArrayEquals(
        new byte[] {0x01, (byte) 0xbb, 0x12, 0x34, (byte) 192, 0, 2, 7}, bytes(far, 24, 8));
    assertArrayEquals(new byte[] {10, 0, 0, 1}, bytes(far, 44, 4));
    assertEquals(-1L, near.getLong(64), "any cookie");
  }

  @Test
  void anAddressOfSixteenBytesHasItsFamily() {
    byte[] request =
        SockDiagRequest.exact(Endpoint.parse("[fe80::1]:1"), Endpoint.parse("[::2]:2"), 1);
    ByteBuffer in = in(request);
    assertEquals(10, in.get(16));
    assertArrayEquals(
        new byte[] {(byte) 0xfe, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
        bytes(in, 28, 16));
    assertEquals(2, in.get(59));
  }

  private static InetRow row(long cookie, String local) {
    return Rows.withCookie(
        Rows.tcp(SocketState.ESTABLISHED, local, "192.0.2.7:443", 0, 0, 1), cookie);
  }

  @Test
  void theConnectionToBeClosedIsNamedByItsTupleAndItsCookie() {
    long cookie = 0x1234_5678_9abc_def0L;
    ByteBuffer in = in(SockDiagRequest.destroy(row(cookie, "10.0.0.1:4660"), 9));
    assertHeader(in, 72, 21, 0x5, 9);
    assertArrayEquals(new byte[] {2, 6, 0, 0}, bytes(in, 16, 4));
    assertEquals(SocketState.ALL_MASK, in.getInt(20));
    assertArrayEquals(new byte[] {0x12, 0x34, 0x01, (byte) 0xbb, 10, 0, 0, 1}, bytes(in, 24, 8));
    assertArrayEquals(new byte[] {(byte) 192, 0, 2, 7}, bytes(in, 44, 4));
    assertEquals(0x9abc_def0, in.getInt(64));
    assertEquals(0x1234_5678, in.getInt(68));
  }

  @Test
  void aConnectionWithoutACookieIsNamedByItsTupleAlone() {
    ByteBuffer in = in(SockDiagRequest.destroy(row(0, "[::1]:4660"), 9));
    assertEquals(10, in.get(16));
    assertEquals(-1L, in.getLong(64));
  }
}
