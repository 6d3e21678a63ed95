package io.recvq.probe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.render.Escape;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Any bytes as certificates in PEM or DER, as a peer and a file of authorities have them: what is
 * shown of them commands no terminal.
 */
public final class CertificateFuzz {
  private CertificateFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) throws CertificateException {
    List<X509Certificate> all = new ArrayList<>();
    try {
      CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(data))
          .forEach(one -> all.add((X509Certificate) one));
    } catch (CertificateException e) {
      return;
    }
    for (X509Certificate certificate : all) {
      List<String> shown = new ArrayList<>(TlsProbe.names(certificate));
      shown.add(certificate.getSubjectX500Principal().getName());
      shown.add(certificate.getIssuerX500Principal().getName());
      for (String text : shown) {
        assertTrue(Escape.text(text).chars().noneMatch(Character::isISOControl), text);
      }
    }
  }
}
