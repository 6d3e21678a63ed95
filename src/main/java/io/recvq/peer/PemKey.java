package io.recvq.peer;

import io.recvq.net.OperationException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wildfly.security.asn1.DERDecoder;
import org.wildfly.security.asn1.DEREncoder;

/**
 * Reads a private key from text: PKCS#8 (RFC 5958), and what OpenSSL wrote before it: RSA (RFC
 * 8017, A.1.2) and EC (RFC 5915). Encrypted keys are refused, because nobody is there to ask for
 * the password.
 */
final class PemKey {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final String RSA_OID = "1.2.840.113549.1.1.1";
  private static final String EC_OID = "1.2.840.10045.2.1";

  private PemKey() {}

  /**
   * The first private key in a text of PEM blocks (RFC 7468).
   *
   * @param name of the file, for messages
   * @throws OperationException when there is none, or it is encrypted or not understood
   */
  static PrivateKey read(String name, String text) throws OperationException {
    Matcher block = BLOCK.matcher(text);
    if (!block.find()) {
      throw refused(
          name, "it holds no private key in PEM (-----BEGIN PRIVATE KEY-----)", "see --key FILE");
    }
    String label = block.group(1);
    String body = block.group(2);
    if (label.startsWith("ENCRYPTED") || body.contains("ENCRYPTED")) {
      throw refused(
          name,
          "the key is encrypted, and recvq asks for no password",
          "write a copy without one: openssl pkey -in " + name + " -out plain.pem");
    }
    try {
      return key(pkcs8(label, Base64.getMimeDecoder().decode(body)));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      // The codec throws IllegalArgumentException, too.
      throw refused(
          name,
          "its " + label + " is damaged, or of a kind that this Java does not know",
          "see it by: openssl pkey -in " + name + " -noout -text");
    }
  }

  private static OperationException refused(String name, String why, String nextStep) {
    return OperationException.of("use the key in " + name, why, nextStep);
  }

  /** Puts the older forms into that of today, which names the algorithm. */
  private static byte[] pkcs8(String label, byte[] der) {
    return switch (label) {
      case "RSA PRIVATE KEY" -> wrap(RSA_OID, "", der);
      case "EC PRIVATE KEY" -> wrap(EC_OID, curve(der), der);
      default -> der;
    };
  }

  private static byte[] wrap(String algorithm, String curve, byte[] key) {
    DEREncoder out = new DEREncoder();
    out.startSequence();
    out.encodeInteger(0);
    out.startSequence();
    out.encodeObjectIdentifier(algorithm);
    if (curve.isEmpty()) {
      out.encodeNull();
    } else {
      out.encodeObjectIdentifier(curve);
    }
    out.endSequence();
    out.encodeOctetString(key);
    out.endSequence();
    return out.getEncoded();
  }

  private static String curve(byte[] ecPrivateKey) {
    DERDecoder in = new DERDecoder(ecPrivateKey);
    in.startSequence();
    in.decodeInteger();
    in.decodeOctetString();
    in.startExplicit(0);
    return in.decodeObjectIdentifier();
  }

  private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(pkcs8);
    GeneralSecurityException last = new GeneralSecurityException("no algorithm");
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (GeneralSecurityException e) {
        last = e;
      }
    }
    throw last;
  }
}
