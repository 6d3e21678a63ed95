package io.recvq.probe;

import java.time.Instant;
import java.util.List;

/**
 * What a TLS handshake showed, or why there was none.
 *
 * @param version as in TLSv1.3; empty when the handshake failed
 * @param names the certificate's DNS names and addresses
 * @param trusted whether this Java's trust store and the name agree with the certificate
 * @param problem why the handshake failed, or why it is not trusted; empty when all is well
 */
public record TlsFacts(
    String version,
    String cipher,
    String subject,
    String issuer,
    List<String> names,
    Instant notBefore,
    Instant notAfter,
    boolean trusted,
    String problem) {

  public TlsFacts {
    names = List.copyOf(names);
  }

  /** No handshake took place. */
  static TlsFacts failed(String problem) {
    return new TlsFacts("", "", "", "", List.of(), Instant.EPOCH, Instant.EPOCH, false, problem);
  }

  public boolean handshake() {
    return !version.isEmpty();
  }

  /** Whole days until the certificate expires; negative when it has. */
  public long daysLeft(Instant now) {
    return Math.floorDiv(notAfter.getEpochSecond() - now.getEpochSecond(), 86_400L);
  }

  /** {@code expires in 29 days} or {@code expired 1 day ago}, in whole days. */
  public String validity(Instant now) {
    long days = Math.abs(notAfter.getEpochSecond() - now.getEpochSecond()) / 86_400;
    String span =
        switch ((int) Math.min(days, 2)) {
          case 0 -> "less than a day";
          case 1 -> "1 day";
          default -> days + " days";
        };
    return now.isAfter(notAfter) ? "expired " + span + " ago" : "expires in " + span;
  }
}
