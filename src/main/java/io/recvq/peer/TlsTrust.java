package io.recvq.peer;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Which certificates of servers a client takes. */
public sealed interface TlsTrust {
  /** Those signed by an authority that the Java installation trusts, for the host called. */
  record Installed() implements TlsTrust {}

  /** Any at all: the connection is encrypted, and nobody knows to whom. */
  record Anybody() implements TlsTrust {}

  /** Those signed by one of these, or one of these itself, for the host called. */
  record Authorities(List<X509Certificate> certificates) implements TlsTrust {
    public Authorities {
      certificates = List.copyOf(certificates);
    }
  }

  /** Whether the server's certificate is looked at. */
  default boolean verifies() {
    return !(this instanceof Anybody);
  }

  /** The trust managers for it. */
  default TrustManager[] managers() throws GeneralSecurityException {
    if (this instanceof Authorities authorities) {
      return of(only(authorities.certificates()));
    }
    return this instanceof Anybody ? new TrustManager[] {new TrustingManager()} : of(null);
  }

  private static KeyStore only(List<X509Certificate> certificates) throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    for (int i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry("authority" + i, certificates.get(i));
    }
    return store;
  }

  /** Those that trust these authorities; null for those of the Java installation. */
  private static TrustManager[] of(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    TrustManager[] managers = factory.getTrustManagers();
    for (int i = 0; i < managers.length; i++) {
      if (managers[i] instanceof X509ExtendedTrustManager manager) {
        managers[i] = new DatedTrust(manager);
      }
    }
    return managers;
  }

  /** Looks at nothing; an extended one, so that the host's name is not looked at either. */
  final class TrustingManager extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
