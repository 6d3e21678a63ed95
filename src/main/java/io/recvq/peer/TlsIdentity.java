package io.recvq.peer;

import io.recvq.net.OperationException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.wildfly.security.x500.GeneralName;
import org.wildfly.security.x500.cert.SelfSignedX509CertificateAndSigningKey;
import org.wildfly.security.x500.cert.SubjectAlternativeNamesExtension;

/**
 * A certificate of a server of ours with its key.
 *
 * @param chain the server's certificate, then those that lead to an authority; not empty
 */
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
  private static final int VALID_DAYS = 30;
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

  public TlsIdentity {
    chain = List.copyOf(chain);
  }

  /**
   * One that the user has.
   *
   * @param certificatesName of the file of certificates, for messages
   * @param certificates PEM, the server's own first
   * @param keyName of the file of the key, for messages
   * @param key PEM, not encrypted
   * @throws OperationException when they are no certificate and its key
   */
  public static TlsIdentity of(
      String certificatesName, String certificates, String keyName, String key)
      throws OperationException {
    List<X509Certificate> chain = certificates(certificatesName, certificates);
    TlsIdentity identity = new TlsIdentity(chain, PemKey.read(keyName, key));
    if (!identity.belongsTogether()) {
      throw OperationException.of(
          "use the key in " + keyName,
          "it is not that of the certificate in " + certificatesName,
          "the server's own certificate must be the first one there");
    }
    return identity;
  }

  /**
   * The certificates in a text of PEM blocks.
   *
   * @param name of the file, for messages
   * @throws OperationException when there is none, or one is damaged
   */
  public static List<X509Certificate> certificates(String name, String text)
      throws OperationException {
    byte[] pem = blocks(text).getBytes(StandardCharsets.ISO_8859_1);
    try {
      List<X509Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (all.isEmpty()) {
        throw OperationException.of("read " + name, "it holds no certificate", "");
      }
      return all;
    } catch (CertificateException e) {
      throw OperationException.of(
          "read " + name, "it is no certificate in PEM: " + e.getMessage(), "");
    }
  }

  /** The certificates alone: Java takes no file in which text or a key is beside them. */
  private static String blocks(String text) {
    StringBuilder found = new StringBuilder();
    Matcher block = CERTIFICATE.matcher(text);
    while (block.find()) {
      found.append(block.group()).append('\n');
    }
    return found.isEmpty() ? text : found.toString();
  }

  /** What this key signs, the certificate verifies. */
  private boolean belongsTogether() {
    String type = key.getAlgorithm();
    String algorithm =
        type.equals("RSA") ? "SHA256withRSA" : type.equals("EC") ? "SHA256withECDSA" : type;
    byte[] text = certificate().getSerialNumber().toByteArray();
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(text);
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certificate());
      verifying.update(text);
      return verifying.verify(signing.sign());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The server's own certificate. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

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
    return new TlsIdentity(List.of(made.getSelfSignedCertificate()), made.getSigningKey());
  }

  /** The certificate as PEM (RFC 7468), which clients take as an authority. */
  public String pem() {
    try {
      String body =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate().getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
