package io.recvq.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;

/**
 * Any text as an address, end point, number of bytes, duration or bytes: what is understood is
 * understood again in the form in which it is printed; all else is refused in words.
 */
public final class AddressFuzz {
  private AddressFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, UTF_8);
    attempt(text, AddressFuzz::address);
    attempt(text, t -> assertEquals(Endpoint.parse(t), Endpoint.parse(Endpoint.parse(t) + "")));
    attempt(
        text,
        t -> assertEquals(AddressSpec.parse(t), AddressSpec.parse(AddressSpec.parse(t) + "")));
    attempt(text, t -> assertTrue(!DurationText.parse(t).isNegative()));
    attempt(text, t -> assertTrue(SizeText.parse(t) >= 0));
    attempt(text, t -> ByteNotation.read(t));
    TextEncodings.byteOrderMark(data);
    TextEncodings.decodeAll(data);
  }

  private static void address(String text) {
    IpAddress address = IpAddress.parse(text);
    assertTrue(IpAddress.isLiteral(text));
    assertEquals(address, IpAddress.parse(address.toString()));
    assertEquals(address, IpAddress.of(address.toBytes()));
    int bits = address.v6() ? 128 : 32;
    assertTrue(address.isWithin(address, bits) && address.isWithin(address, 0));
  }

  private static void attempt(String text, Consumer<String> parser) {
    try {
      parser.accept(text);
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
    }
  }
}
