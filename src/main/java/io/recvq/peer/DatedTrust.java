package io.recvq.peer;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Looks at a server's dates, too: Java takes a certificate that is itself among the trusted ones
 * however old it is. And where the host is not one of the certificate's, it says of which it is.
 */
final class DatedTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager trust;

  DatedTrust(X509ExtendedTrustManager trust) {
    this.trust = trust;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    chain[0].checkValidity();
    try {
      trust.checkServerTrusted(chain, type, engine);
    } catch (CertificateException e) {
      if (isAboutTheHost(e)) {
        throw new OtherHostException(engine.getPeerHost(), chain[0]);
      }
      throw e;
    }
  }

  /** Java looks at the host last, and has no type for what it finds: "No name matching ...". */
  private static boolean isAboutTheHost(CertificateException failure) {
    return failure.getCause() == null && String.valueOf(failure.getMessage()).startsWith("No ");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    chain[0].checkValidity();
    trust.checkServerTrusted(chain, type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    chain[0].checkValidity();
    trust.checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    trust.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    trust.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    trust.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trust.getAcceptedIssuers();
  }
}
