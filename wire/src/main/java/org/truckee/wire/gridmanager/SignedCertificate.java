package org.truckee.wire.gridmanager;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.truckee.crypto.Base32;
import org.truckee.crypto.Ed25519Key;
import org.truckee.crypto.Ed25519PublicKey;
import org.truckee.crypto.Ed25519Signature;

/**
 * A certificate as servers announce it ({@code spec/07 §13.2}). Nothing is known of it before it
 * was verified.
 *
 * @param certificate the certificate as JSON text, exactly as it was signed
 * @param signature base32 of the signature over that text
 */
public record SignedCertificate(String certificate, String signature) {
  private static final String CERTIFICATE = "certificate";
  private static final String SIGNATURE = "signature";
  private static final int MAX_LENGTH = 16 << 10;

  /**
   * Checks the forms of both.
   *
   * @throws IllegalArgumentException if the signature cannot be one, or the text is much too long
   */
  public SignedCertificate {
    if (certificate.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a certificate of %d characters".formatted(certificate.length()));
    }
    if (signature.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a signature of %d characters".formatted(signature.length()));
    }
    Base32.decodeLenient(signature);
  }

  /**
   * What a server announces, or a file of one holds.
   *
   * @throws IllegalArgumentException if it is not a mapping of the two texts and no more
   */
  public static SignedCertificate of(Object announced) {
    if (!(announced instanceof Map<?, ?> fields)) {
      throw new IllegalArgumentException("Grid Manager certificate must be a dict");
    }
    if (fields.size() != 2
        || !(fields.get(CERTIFICATE) instanceof String certificate)
        || !(fields.get(SIGNATURE) instanceof String signature)) {
      throw new IllegalArgumentException(
          "Grid Manager certificate must contain: 'certificate', 'signature'");
    }
    return new SignedCertificate(certificate, signature);
  }

  /** Signs a certificate. */
  public static SignedCertificate sign(ServerCertificate certificate, Ed25519Key key) {
    String text = certificate.text();
    Ed25519Signature signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
    return new SignedCertificate(text, Base32.encode(signature.bytes()));
  }

  /** The certificate, if the grid manager with this key has signed it. */
  public Optional<ServerCertificate> verified(Ed25519PublicKey key) {
    byte[] bytes = Base32.decodeLenient(signature);
    if (bytes.length != Ed25519Signature.LENGTH
        || !key.verify(certificate.getBytes(StandardCharsets.UTF_8), new Ed25519Signature(bytes))) {
      return Optional.empty();
    }
    return ServerCertificate.parse(certificate);
  }

  /** As the JSON of a file, without a newline at its end. */
  public String json() {
    return """
    {
        "certificate": %s,
        "signature": %s
    }\
    """
        .formatted(JsonString.quoted(certificate), JsonString.quoted(signature));
  }

  /** As JSON and YAML have it. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(CERTIFICATE, certificate);
    fields.put(SIGNATURE, signature);
    return fields;
  }
}
