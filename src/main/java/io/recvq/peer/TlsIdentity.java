package io.recvq.peer;

import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.wildfly.security.x500.GeneralName;
import org.wildfly.security.x500.cert.SelfSignedX509CertificateAndSigningKey;
import org.wildfly.security.x500.cert.SubjectAlternativeNamesExtension;

/**
 * A certificate of a server of ours with its key.
 *
 * @param certificate signed with the key itself
 */
public record TlsIdentity(X509Certificate certificate, PrivateKey key) {
  private static final int VALID_DAYS = 30;

  /**
   * Makes one on the spot: a P-256 key, valid for thirty days, for the loopback addresses, {@code
   * localhost} and this host name; nobody keeps the key.
   *
   * @param host the name or literal on which the server listens; empty for every address
   */
  public static TlsIdentity selfSigned(String host) {
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName.DNSName("localhost"));
    names.add(new GeneralName.IPAddress(new byte[] {127, 0, 0, 1}));
    byte[] loopback6 = new byte[16];
    loopback6[15] = 1;
    names.add(new GeneralName.IPAddress(loopback6));
    if (host.matches("[A-Za-z][A-Za-z0-9.-]*") && !host.equals("localhost")) {
      names.add(new GeneralName.DNSName(host));
    } else if (host.matches("[0-9]+(\\.[0-9]+){3}") && !host.equals("127.0.0.1")) {
      names.add(new GeneralName.IPAddress(host));
    }
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC).withNano(0);
    SelfSignedX509CertificateAndSigningKey made =
        SelfSignedX509CertificateAndSigningKey.builder()
            .setDn(new X500Principal("CN=recvq"))
            .setKeyAlgorithmName("EC")
            .setKeySize(256)
            .setSignatureAlgorithmName("SHA256withECDSA")
            .setNotValidBefore(now.minusDays(1))
            .setNotValidAfter(now.plusDays(VALID_DAYS))
            .addExtension(new SubjectAlternativeNamesExtension(false, names))
            .build();
    return new TlsIdentity(made.getSelfSignedCertificate(), made.getSigningKey());
  }

  /** The certificate as PEM (RFC 7468), which clients take as an authority. */
  public String pem() {
    try {
      String body =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
