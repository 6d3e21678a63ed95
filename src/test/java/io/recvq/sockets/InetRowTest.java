package io.recvq.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.net.Endpoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InetRowTest {
  private static InetRow row(Proto proto, String local, String remote) {
    return new InetRow(
        proto,
        false,
        SocketState.CLOSE,
        0,
        0,
        Endpoint.parse(local),
        Endpoint.parse(remote),
        0,
        0,
        1,
        2,
        SocketTimer.OFF,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Ownership.NOT_ASKED);
  }

  @Test
  void anEndWithoutAPortHasAStar() {
    InetRow four = row(Proto.TCP, "127.0.0.1:80", "0.0.0.0:0");
    assertEquals("127.0.0.1:80", four.localText());
    assertEquals("0.0.0.0:*", four.remoteText());
    assertTrue(four.showsPort(four.local()));
    assertFalse(four.showsPort(four.remote()));
    InetRow six = row(Proto.UDP, "[::1]:53", "[::]:0");
    assertEquals("[::1]:53", six.localText());
    assertEquals("[::]:*", six.remoteText());
  }

  /** The kernel puts the protocol's number where other sockets have their port. */
  @Test
  void aRawSocketHasAProtocolAndNoPort() {
    InetRow icmp = row(Proto.RAW, "127.0.0.1:1", "10.0.0.1:0");
    assertEquals("127.0.0.1:1", icmp.localText());
    assertEquals("10.0.0.1:*", icmp.remoteText());
    assertFalse(icmp.showsPort(icmp.local()));
    InetRow six = row(Proto.RAW, "[::1]:58", "[::]:0");
    assertEquals("[::1]:58", six.localText());
    assertFalse(six.showsPort(six.local()));
  }
}
