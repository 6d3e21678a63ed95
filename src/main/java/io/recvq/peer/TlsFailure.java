package io.recvq.peer;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a failure of TLS means, in words that name what to do. */
final class TlsFailure {
  private static final String ALERT = "received fatal alert: ";

  private TlsFailure() {}

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
    if (cause instanceof CertificateException && message.startsWith("No ")) {
      return "the server's certificate is for another host: " + message;
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
