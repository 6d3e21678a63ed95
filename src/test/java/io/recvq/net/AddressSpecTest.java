package io.recvq.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressSpecTest {
  @Test
  void readsEachWayToWriteAnAddress() {
    assertEquals(new AddressSpec.Inet("127.0.0.1", 7000), AddressSpec.parse("7000"));
    assertEquals(new AddressSpec.Inet("", 7000), AddressSpec.parse(":7000"));
    assertEquals(new AddressSpec.Inet("example.org", 80), AddressSpec.parse("example.org:80"));
    assertEquals(new AddressSpec.Inet("::1", 80), AddressSpec.parse("[::1]:80"));
    assertEquals(new AddressSpec.Inet("fe80::1%lo", 80), AddressSpec.parse("[fe80::1%lo]:80"));
    assertEquals(new AddressSpec.Unix("/run/x.sock"), AddressSpec.parse("unix:/run/x.sock"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "70000 | port 70000 is outside 0 to 65535",
        "host:70000 | port 70000 is outside 0 to 65535",
        "host | 'host' names no port; write HOST:PORT, [V6]:PORT, :PORT or PORT",
        "host:http | 'http' is no port number",
        "::1:80 | '::1:80' is ambiguous; write an IPv6 address in brackets: [::1]:80",
        "[::g]:80 | '::g' is no IPv6 address",
        "unix: | 'unix:' needs a path: unix:/run/my.sock",
      })
  void saysWhatIsWrong(String text, String message) {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> AddressSpec.parse(text.strip()));
    assertEquals(message, e.getMessage());
  }

  /** The kernel has room for 107 bytes and the null byte behind them (man 7 unix). */
  @Test
  void aPathThatIsLongerThanTheKernelsRoomIsToldWithBothNumbers() {
    String longest = "/" + "ä".repeat(53);
    assertEquals(new AddressSpec.Unix(longest), AddressSpec.parse("unix:" + longest));
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> AddressSpec.parse("unix:" + longest + "x"));
    assertEquals(
        "a Unix-domain path has at most 107 bytes (man 7 unix), this one has 108", e.getMessage());
  }

  @Test
  void anEndpointIsWrittenAsItIsRead() {
    assertEquals("[::1]:80", Endpoint.parse("[::1]:80").toString());
    assertEquals("10.0.0.1:0", Endpoint.parse("10.0.0.1:0").toString());
    assertEquals("10.0.0.1:5", Endpoint.parse("[::ffff:10.0.0.1]:5").unmapped().toString());
  }
}
