package io.recvq.peer;

import io.recvq.net.IpAddress;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A certificate that is good, but not for the host that was called. */
final class OtherHostException extends CertificateException {
  private static final long serialVersionUID = 1L;
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  /** More names than this are counted. */
  private static final int MOST_NAMES = 6;

  /**
   * @param host as it was called
   * @param certificate the server's own
   */
  OtherHostException(String host, X509Certificate certificate) {
    super(
        "the server's certificate is not for "
            + host
            + " but for "
            + listed(names(certificate))
            + "; call it by a name it has, or take any certificate by --insecure");
  }

  private static String listed(List<String> names) {
    if (names.isEmpty()) {
      return "no host at all";
    }
    String first = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
    int more = names.size() - MOST_NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  /**
   * The DNS names and addresses of the subject's alternative names (RFC 5280, 4.2.1.6); where there
   * are none the whole subject, in which clients of old looked for a name.
   */
  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives == null) {
        return List.of(certificate.getSubjectX500Principal().getName());
      }
      for (List<?> entry : alternatives) {
        String name = String.valueOf(entry.get(1));
        if (entry.get(0).equals(DNS_NAME)) {
          names.add(name);
        } else if (entry.get(0).equals(IP_ADDRESS)) {
          names.add(IpAddress.isLiteral(name) ? IpAddress.parse(name).toString() : name);
        }
      }
    } catch (CertificateParsingException e) {
      return List.of("what cannot be read (" + e.getMessage() + ")");
    }
    return names;
  }
}
