package io.recvq.probe;

import io.recvq.net.Endpoint;
import io.recvq.net.IpAddress;
import io.recvq.net.OperationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** Makes a TLS handshake with whoever answers, and says what it showed and whether to trust it. */
public final class TlsProbe {
  private TlsProbe() {}

  /**
   * The facts of a handshake; a failed one is among them.
   *
   * @param serverName the name to ask for and to check the certificate against
   * @throws OperationException when no connection came about, or nothing within the time
   */
  public static TlsFacts handshake(ProbeTarget target, int port, String serverName, Duration atMost)
      throws IOException, InterruptedException {
    Endpoint far = new Endpoint(target.address(), port);
    return BoundedCall.within(
        atMost,
        "shake hands with " + far,
        "",
        () -> connectAndShake(target, port, serverName, far));
  }

  private static TlsFacts connectAndShake(
      ProbeTarget target, int port, String serverName, Endpoint far) throws IOException {
    // The socket of a channel ends its waiting when its thread is interrupted; a plain one does
    // not.
    try (SocketChannel channel = SocketChannel.open()) {
      try {
        channel.connect(new InetSocketAddress(target.toInetAddress(), port));
      } catch (IOException e) {
        throw OperationException.of("connect to " + far, e, "");
      }
      return shake(channel.socket(), port, serverName);
    }
  }

  private static TlsFacts shake(Socket plain, int port, String serverName) throws IOException {
    NotingTrustManager trust = NotingTrustManager.ofThisJava();
    SSLContext context;
    try {
      context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
    } catch (GeneralSecurityException e) {
      throw OperationException.of("prepare TLS", String.valueOf(e.getMessage()), "");
    }
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, serverName, port, false)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      if (!IpAddress.isLiteral(serverName) && serverName.indexOf('.') > 0) {
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
      }
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return facts(socket.getSession(), trust.problem());
    } catch (SSLException | IllegalArgumentException e) {
      return TlsFacts.failed(String.valueOf(e.getMessage()));
    }
  }

  private static TlsFacts facts(SSLSession session, String problem) throws SSLException {
    Certificate[] chain = session.getPeerCertificates();
    if (!(chain[0] instanceof X509Certificate certificate)) {
      return TlsFacts.failed("the certificate is no X.509 certificate");
    }
    return new TlsFacts(
        session.getProtocol(),
        session.getCipherSuite(),
        certificate.getSubjectX500Principal().getName(),
        certificate.getIssuerX500Principal().getName(),
        names(certificate),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        problem.isEmpty(),
        problem);
  }

  /** DNS names (type 2) and addresses (type 7) of the subject's alternative names. */
  static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> entry : alternatives) {
          String name = String.valueOf(entry.get(1));
          if (entry.get(0).equals(2)) {
            names.add(name);
          } else if (entry.get(0).equals(7)) {
            names.add(IpAddress.isLiteral(name) ? IpAddress.parse(name).toString() : name);
          }
        }
      }
    } catch (CertificateParsingException e) {
      names.add("unreadable: " + e.getMessage());
    }
    return names;
  }
}
