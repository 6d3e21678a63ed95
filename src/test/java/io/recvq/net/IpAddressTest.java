package io.recvq.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8::1, 2001:db8::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "0:0:0:0:0:0:0:0, ::",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::ffff:10.0.0.1, ::ffff:10.0.0.1",
    "::ffff:a00:1, ::ffff:10.0.0.1",
    "fe80::1:2, fe80::1:2",
  })
  void readsALiteralAndWritesItsCanonicalForm(String text, String canonical) {
    assertEquals(canonical, IpAddress.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "a.b.c.d",
        "0001.2.3.4",
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "12345::",
        "g::",
        "1:",
        ":1",
        "::1.2.3",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "localhost"
      })
  void refusesWhatIsNoLiteral(String text) {
    assertThrows(IllegalArgumentException.class, () -> IpAddress.parse(text));
    assertFalse(IpAddress.isLiteral(text));
  }

  @Test
  void agreesWithTheJdkOnRandomAddresses() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(bytes);
      for (int j = 0; j < bytes.length; j++) {
        if (random.nextInt(3) > 0) {
          bytes[j] = 0;
        }
      }
      IpAddress address = IpAddress.of(bytes);
      assertEquals(address, IpAddress.parse(address.toString()));
      assertEquals(InetAddress.getByAddress(bytes), InetAddress.getByName(address.toString()));
      assertEquals(InetAddress.getByAddress(bytes), InetAddress.getByAddress(address.toBytes()));
    }
  }

  @Test
  void knowsLoopbackAnyAndMappedAddresses() {
    assertTrue(IpAddress.parse("127.9.9.9").isLoopback());
    assertTrue(IpAddress.parse("::1").isLoopback());
    assertTrue(IpAddress.parse("::ffff:127.0.0.1").isLoopback());
    assertFalse(IpAddress.parse("::2").isLoopback());
    assertTrue(IpAddress.parse("0.0.0.0").isAny());
    assertEquals("10.0.0.1", IpAddress.parse("::ffff:10.0.0.1").unmapped().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.0.0.0, 8, true",
    "11.1.2.3, 10.0.0.0, 8, false",
    "1.2.3.4, 0.0.0.0, 0, true",
    "1.2.3.4, 1.2.3.4, 32, true",
    "2001:db8::1, 2001:db8::, 32, true",
    "2001:db9::1, 2001:db8::, 32, false",
    "2001:db8::1:1, 2001:db8::1:0, 112, true",
    "2001:db8::2:1, 2001:db8::1:0, 112, false",
    "ff::, ::, 0, true",
    "1.2.3.4, ::, 0, false",
  })
  void comparesPrefixes(String address, String network, int bits, boolean within) {
    assertEquals(within, IpAddress.parse(address).isWithin(IpAddress.parse(network), bits));
  }

  /** Beside a comparison of the bits one by one, over every length of a prefix. */
  @Test
  void aPrefixIsComparedBitByBit() {
    Random random = new Random(5);
    for (String network : List.of("10.129.3.255", "fd09:8001::7", "0.0.0.0", "ffff::ffff")) {
      IpAddress base = IpAddress.parse(network);
      byte[] bytes = base.toBytes();
      for (int round = 0; round < 300; round++) {
        byte[] other = bytes.clone();
        int flipped = random.nextInt(8 * bytes.length);
        other[flipped / 8] ^= (byte) (0x80 >>> flipped % 8);
        IpAddress address = IpAddress.of(other);
        for (int prefix = 0; prefix <= 8 * bytes.length; prefix++) {
          assertEquals(flipped >= prefix, address.isWithin(base, prefix), address + "/" + prefix);
        }
      }
      assertTrue(base.isWithin(base, 8 * bytes.length));
      assertThrows(IllegalArgumentException.class, () -> base.isWithin(base, -1));
      assertThrows(IllegalArgumentException.class, () -> base.isWithin(base, 8 * bytes.length + 1));
    }
    assertFalse(IpAddress.LOOPBACK_V4.isWithin(IpAddress.LOOPBACK_V6, 0));
  }

  @Test
  void onlyZeroIsAnyAddress() {
    assertTrue(IpAddress.parse("0.0.0.0").isAny() && IpAddress.parse("::").isAny());
    assertFalse(IpAddress.parse("0.0.0.1").isAny() || IpAddress.parse("1::").isAny());
  }
}
