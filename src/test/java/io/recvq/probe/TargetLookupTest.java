package io.recvq.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.recvq.net.OperationException;
import io.recvq.sys.AddressLookup.Family;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TargetLookupTest {
  private static ProbeTarget target(String host) throws Exception {
    return TargetLookup.addresses(host, Family.ANY, Duration.ofMinutes(1)).get(0);
  }

  @Test
  void aLinkLocalAddressNeedsItsInterface() throws Exception {
    OperationException missing = assertThrows(OperationException.class, () -> target("fe80::1"));
    assertEquals(
        "cannot use fe80::1: a link-local address needs its interface; write fe80::1%eth0; see ip"
            + " link",
        missing.getMessage());
    assertEquals(1, target("fe80::1%lo").scopeId());
    assertEquals(7, target("fe80::1%7").scopeId());
  }

  @Test
  void anUnknownInterfaceIsNamed() {
    OperationException unknown =
        assertThrows(OperationException.class, () -> target("fe80::1%nosuch"));
    assertEquals(
        "cannot use fe80::1%nosuch: no interface nosuch; see ip link", unknown.getMessage());
  }
}
