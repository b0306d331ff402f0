package org.truckee.wire.http;

import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.truckee.crypto.Secret;
import org.truckee.http.RefusedException;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.WriteEnabler;

/** The secrets that came with a request, as many as its route wants ({@code spec/05 §3.3}). */
final class SecretHeaders {
  private final Map<SecretKind, byte[]> values;

  private SecretHeaders(Map<SecretKind, byte[]> values) {
    this.values = values;
  }

  /**
   * Reads header values. The last of a kind counts; characters outside the base64 alphabet are
   * dropped, as the reference does.
   *
   * @throws RefusedException with status 400 if they are not exactly the {@code required} ones
   */
  static SecretHeaders parse(List<String> headers, Set<SecretKind> required)
      throws RefusedException {
    Map<SecretKind, byte[]> values = new EnumMap<>(SecretKind.class);
    for (String header : headers) {
      String line = header.strip();
      int space = line.indexOf(' ');
      SecretKind kind = kind(space < 0 ? line : line.substring(0, space));
      values.put(kind, decode(kind, space < 0 ? "" : line.substring(space + 1)));
    }
    if (!values.keySet().equals(required)) {
      throw bad("this request needs the secrets %s, not %s".formatted(required, values.keySet()));
    }
    return new SecretHeaders(values);
  }

  /** The header value that carries {@code secret}. */
  static String print(SecretKind kind, Secret secret) {
    return kind.word() + " " + Base64.getEncoder().encodeToString(secret.bytes());
  }

  LeaseSecrets leases() {
    return new LeaseSecrets(
        new LeaseSecret(values.get(SecretKind.LEASE_RENEW)),
        new LeaseSecret(values.get(SecretKind.LEASE_CANCEL)));
  }

  UploadSecret upload() {
    return new UploadSecret(values.get(SecretKind.UPLOAD));
  }

  WriteEnabler writeEnabler() {
    return new WriteEnabler(values.get(SecretKind.WRITE_ENABLER));
  }

  private static SecretKind kind(String word) throws RefusedException {
    for (SecretKind kind : SecretKind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw bad("unknown kind of secret");
  }

  private static byte[] decode(SecretKind kind, String base64) throws RefusedException {
    StringBuilder digits = new StringBuilder(base64.length());
    for (char c : base64.toCharArray()) {
      if ((c < 0x80 && Character.isLetterOrDigit(c)) || c == '+' || c == '/' || c == '=') {
        digits.append(c);
      }
    }
    byte[] secret;
    try {
      // The JDK's decoder lets missing padding pass, the protocol does not.
      secret = digits.length() % 4 == 0 ? Base64.getDecoder().decode(digits.toString()) : null;
    } catch (IllegalArgumentException e) {
      secret = null;
    }
    if (secret == null || secret.length == 0) {
      throw bad("the %s is not base64 of at least one byte".formatted(kind.word()));
    }
    int wanted = wantedLength(kind, secret.length);
    if (secret.length != wanted) {
      throw bad("a %s has %d bytes, not %d".formatted(kind.word(), wanted, secret.length));
    }
    return secret;
  }

  private static int wantedLength(SecretKind kind, int length) {
    return switch (kind) {
      case LEASE_RENEW, LEASE_CANCEL -> LeaseSecret.LENGTH;
      case WRITE_ENABLER -> WriteEnabler.LENGTH;
      case UPLOAD -> length;
    };
  }

  private static RefusedException bad(String reason) {
    return new RefusedException(400, reason);
  }
}
