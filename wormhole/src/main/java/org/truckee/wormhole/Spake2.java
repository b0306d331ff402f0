package org.truckee.wormhole;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.Hkdf;

/**
 * One end of an exchange that makes a strong key of a weak password, SPAKE2 in its symmetric form
 * ({@code spec/09 §12.2}). Each is used once.
 */
final class Spake2 {
  private static final byte SYMMETRIC = 'S';
  private static final int PASSWORD_BYTES = 48;
  private static final byte[] PASSWORD_INFO = "SPAKE2 pw".getBytes(StandardCharsets.US_ASCII);
  private static final CurvePoint BLINDING =
      CurvePoint.decode(
              HexFormat.of()
                  .parseHex("6f00dae87c1be1a73b5922ef431cd8f57879569c222d22b1cd71e8546ab8e6f1"))
          .orElseThrow();

  private final byte[] password;
  private final byte[] identity;
  private final BigInteger secret;
  private final CurvePoint blinding;
  private final byte[] element;

  /**
   * With a secret number.
   *
   * @param identity what the exchange is for; has to be the same at both ends
   * @param secret below the order of the group
   */
  Spake2(byte[] password, byte[] identity, BigInteger secret) {
    this.password = password.clone();
    this.identity = identity.clone();
    this.secret = secret;
    byte[] stretched = Hkdf.sha256(password, PASSWORD_INFO, PASSWORD_BYTES);
    this.blinding = BLINDING.times(new BigInteger(1, stretched).mod(CurvePoint.ORDER));
    this.element = CurvePoint.BASE.times(secret).plus(blinding).encode();
  }

  /** With a number that nobody knows. */
  static Spake2 begin(byte[] password, byte[] identity, RandomGenerator random) {
    byte[] bytes = new byte[2 * CurvePoint.LENGTH];
    random.nextBytes(bytes);
    return new Spake2(password, identity, new BigInteger(1, bytes).mod(CurvePoint.ORDER));
  }

  /** What the other end has to be told. */
  byte[] message() {
    byte[] message = new byte[1 + element.length];
    message[0] = SYMMETRIC;
    System.arraycopy(element, 0, message, 1, element.length);
    return message;
  }

  /**
   * The key that both ends have if they have the same password.
   *
   * @param message what the other end has told
   * @throws WormholeException if no honest end would say that
   */
  byte[] key(byte[] message) throws WormholeException {
    if (message.length != 1 + CurvePoint.LENGTH || message[0] != SYMMETRIC) {
      throw new WormholeException("the other end does not speak the protocol of invitations");
    }
    byte[] other = Arrays.copyOfRange(message, 1, message.length);
    if (Arrays.equals(other, element)) {
      throw new WormholeException("somebody sends our own words back to us: try a new code");
    }
    CurvePoint point =
        CurvePoint.decode(other)
            .filter(CurvePoint::isUsable)
            .orElseThrow(
                () -> new WormholeException("the other end sends what no honest one would"));
    byte[] shared = point.plus(blinding.negated()).times(secret).encode();
    boolean oursFirst = Arrays.compareUnsigned(element, other) < 0;
    ByteArrayOutputStream transcript = new ByteArrayOutputStream();
    transcript.writeBytes(Hashes.sha256(password));
    transcript.writeBytes(Hashes.sha256(identity));
    transcript.writeBytes(oursFirst ? element : other);
    transcript.writeBytes(oursFirst ? other : element);
    transcript.writeBytes(shared);
    return Hashes.sha256(transcript.toByteArray());
  }
}
