package io.recvq.probe;

import io.recvq.net.OperationException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Asks this Java's own trust manager, notes what it says against a certificate, and lets the
 * handshake go on, because a probe reports on bad certificates instead of refusing them. No data is
 * ever sent over such a connection.
 */
final class NotingTrustManager extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager judge;
  private String problem = "";

  private NotingTrustManager(X509ExtendedTrustManager judge) {
    this.judge = judge;
  }

  static NotingTrustManager ofThisJava() throws OperationException {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager judge) {
          return new NotingTrustManager(judge);
        }
      }
      throw OperationException.of("read Java's trust store", "it has no trust manager", "");
    } catch (GeneralSecurityException e) {
      throw OperationException.of("read Java's trust store", String.valueOf(e.getMessage()), "");
    }
  }

  /** What speaks against the certificate; empty when nothing does. */
  String problem() {
    return problem;
  }

  /** A judgement that may be refused. */
  private interface Judgement {
    void run() throws CertificateException;
  }

  /** The JDK's words for both of the usual cases do not tell one from the other. */
  private void note(X509Certificate[] chain, Judgement judgement) {
    try {
      judgement.run();
    } catch (CertificateException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      boolean noPath = String.valueOf(root.getMessage()).contains("certification path");
      boolean own =
          chain.length == 1
              && chain[0].getSubjectX500Principal().equals(chain[0].getIssuerX500Principal());
      problem = noPath && own ? "it is self-signed" : String.valueOf(root.getMessage());
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {
    note(chain, () -> judge.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {
    note(chain, () -> judge.checkServerTrusted(chain, type, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {
    note(chain, () -> judge.checkServerTrusted(chain, type));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
      throws CertificateException {
    judge.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
      throws CertificateException {
    judge.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    judge.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return judge.getAcceptedIssuers();
  }
}
