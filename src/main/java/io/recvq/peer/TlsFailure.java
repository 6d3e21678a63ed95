package io.recvq.peer;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a failure of TLS means, in words that name what to do. */
final class TlsFailure {
  private static final String ALERT = "received fatal alert: ";

  /** Where servers speak TLS from the first byte (IANA's registry; 8443 by custom). */
  private static final Set<Integer> USUAL_PORTS = Set.of(443, 465, 636, 853, 990, 993, 995, 8443);

  private TlsFailure() {}

  /** What is said of a peer that leaves before anything is agreed on. */
  static String closedEarly(boolean client) {
    String text = "TLS: the peer closed the connection during the handshake";
    return client ? text + "; does it speak plain text?" : text;
  }

  /**
   * What a reset may mean for a client that has got no byte; empty where it means nothing that is
   * likely.
   *
   * @param shakingHands whether TLS's handshake had not ended
   * @param port of the server
   */
  static String ofReset(boolean shakingHands, int port) {
    if (shakingHands) {
      return "during the TLS handshake; does the peer speak plain text?";
    }
    return USUAL_PORTS.contains(port)
        ? "before any byte; servers on port " + port + " mostly speak TLS: try --tls"
        : "";
  }

  static String text(SSLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String known = known(cause);
      if (known != null) {
        return "TLS: " + known;
      }
    }
    return "TLS: " + failure.getMessage();
  }

  private static @Nullable String known(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof CertPathBuilderException) {
      return "the server's certificate is not trusted: no known authority signed it;"
          + " name its authority by --cafile FILE, or take any certificate by --insecure";
    }
    if (cause instanceof CertificateExpiredException) {
      return "the server's certificate has expired: " + message;
    }
    if (cause instanceof CertificateNotYetValidException) {
      return "the server's certificate is not valid yet: " + message;
    }
    if (cause instanceof OtherHostException) {
      return message;
    }
    int alert = message.toLowerCase(java.util.Locale.ROOT).indexOf(ALERT);
    if (alert >= 0) {
      return "the peer refused: alert " + message.substring(alert + ALERT.length());
    }
    if (message.toLowerCase(java.util.Locale.ROOT).contains("unrecognized ssl message")
        || message.contains("Not an SSL/TLS record")) {
      return "what the peer sends is no TLS; does it speak plain text?";
    }
    return null;
  }
}
