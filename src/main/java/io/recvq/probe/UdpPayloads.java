package io.recvq.probe;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Requests that servers of well-known UDP ports answer; silence would say little otherwise. */
final class UdpPayloads {
  private UdpPayloads() {}

  /** The datagram to send to this port; empty where no request is known. */
  static byte[] forPort(int port) {
    return switch (port) {
      // DNS: what is the address of the name servers of the root? (RFC 1035 section 4)
      case 53, 5353 -> hex("7271 0100 0001 0000 0000 0000 00 0002 0001");
      // NTP version 4, mode 3, client (RFC 5905 section 7.3).
      case 123 -> hex("23" + "00".repeat(47));
      // SNMP version 1, get sysDescr.0 of community public (RFC 1157).
      case 161 ->
          hex(
              "3026 020100 0406 7075626c6963 a019 020101 020100 020100"
                  + "300e 300c 0608 2b06010201010100 0500");
      // TFTP read request (RFC 1350); the answer comes from another port, so only errors are seen.
      case 69 -> "\0\1recvq\0octet\0".getBytes(StandardCharsets.US_ASCII);
      default -> new byte[0];
    };
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }
}
