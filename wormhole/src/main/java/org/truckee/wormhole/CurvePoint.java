package org.truckee.wormhole;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A point of the curve of Ed25519, in extended coordinates ({@code spec/09 §12.2}, RFC 8032).
 *
 * <p>Its arithmetic takes times that depend on the numbers. That is good enough here: every number
 * is used once, in an exchange that a person has started, and the secret behind it is spent with
 * it.
 */
final class CurvePoint {
  /** Bytes of an encoded point. */
  static final int LENGTH = 32;

  /** The order of the subgroup in which everything happens. */
  static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(PRIME)).mod(PRIME);
  private static final BigInteger ROOT_OF_MINUS_ONE =
      BigInteger.TWO.modPow(PRIME.subtract(BigInteger.ONE).shiftRight(2), PRIME);

  private static final CurvePoint NEUTRAL =
      new CurvePoint(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

  /** The point from which all others of the subgroup come: y is 4/5, x is even. */
  static final CurvePoint BASE =
      withY(
              BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(PRIME)).mod(PRIME),
              false)
          .orElseThrow();

  private final BigInteger x;
  private final BigInteger y;
  private final BigInteger z;
  private final BigInteger t;

  private CurvePoint(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
    this.x = x;
    this.y = y;
    this.z = z;
    this.t = t;
  }

  /** The point that bytes stand for; empty if they stand for none. */
  static Optional<CurvePoint> decode(byte[] bytes) {
    if (bytes.length != LENGTH) {
      return Optional.empty();
    }
    byte[] magnitude = reversed(bytes);
    boolean odd = magnitude[0] < 0;
    magnitude[0] &= 0x7f;
    return withY(new BigInteger(1, magnitude), odd);
  }

  private static Optional<CurvePoint> withY(BigInteger y, boolean odd) {
    if (y.compareTo(PRIME) >= 0) {
      return Optional.empty();
    }
    BigInteger square = y.multiply(y).mod(PRIME);
    BigInteger below = D.multiply(square).add(BigInteger.ONE).mod(PRIME);
    BigInteger xSquare =
        square.subtract(BigInteger.ONE).multiply(below.modInverse(PRIME)).mod(PRIME);
    BigInteger x = xSquare.modPow(PRIME.add(BigInteger.valueOf(3)).shiftRight(3), PRIME);
    if (!x.multiply(x).mod(PRIME).equals(xSquare)) {
      x = x.multiply(ROOT_OF_MINUS_ONE).mod(PRIME);
    }
    if (!x.multiply(x).mod(PRIME).equals(xSquare) || x.signum() == 0 && odd) {
      return Optional.empty();
    }
    BigInteger wanted = x.testBit(0) == odd ? x : PRIME.subtract(x);
    return Optional.of(new CurvePoint(wanted, y, BigInteger.ONE, wanted.multiply(y).mod(PRIME)));
  }

  /** The 32 bytes that stand for it. */
  byte[] encode() {
    BigInteger inverse = z.modInverse(PRIME);
    BigInteger affineX = x.multiply(inverse).mod(PRIME);
    byte[] bytes = littleEndian(y.multiply(inverse).mod(PRIME));
    if (affineX.testBit(0)) {
      bytes[LENGTH - 1] |= (byte) 0x80;
    }
    return bytes;
  }

  /** The sum of both. */
  CurvePoint plus(CurvePoint other) {
    BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(PRIME);
    BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(PRIME);
    BigInteger c = t.multiply(BigInteger.TWO).multiply(D).multiply(other.t).mod(PRIME);
    BigInteger d = z.multiply(BigInteger.TWO).multiply(other.z).mod(PRIME);
    BigInteger e = b.subtract(a);
    BigInteger f = d.subtract(c);
    BigInteger g = d.add(c);
    BigInteger h = b.add(a);
    return new CurvePoint(
        e.multiply(f).mod(PRIME),
        g.multiply(h).mod(PRIME),
        f.multiply(g).mod(PRIME),
        e.multiply(h).mod(PRIME));
  }

  /** Its opposite. */
  CurvePoint negated() {
    return new CurvePoint(PRIME.subtract(x), y, z, PRIME.subtract(t));
  }

  /** So many times this point. */
  CurvePoint times(BigInteger scalar) {
    CurvePoint[] ladder = {NEUTRAL, this};
    for (int bit = ORDER.bitLength() - 1; bit >= 0; bit--) {
      int set = scalar.testBit(bit) ? 1 : 0;
      ladder[1 - set] = ladder[0].plus(ladder[1]);
      ladder[set] = ladder[set].plus(ladder[set]);
    }
    return ladder[0];
  }

  /** Whether it is of the subgroup, and not its neutral element. */
  boolean isUsable() {
    return !isNeutral() && times(ORDER).isNeutral();
  }

  private boolean isNeutral() {
    return x.signum() == 0 && y.equals(z);
  }

  /** The 32 bytes of a number, the lowest first. */
  static byte[] littleEndian(BigInteger number) {
    byte[] bytes = new byte[LENGTH];
    byte[] big = number.toByteArray();
    for (int i = 0; i < Math.min(big.length, LENGTH); i++) {
      bytes[i] = big[big.length - 1 - i];
    }
    return bytes;
  }

  /** The number of bytes of which the lowest come first. */
  static BigInteger number(byte[] littleEndian) {
    return new BigInteger(1, reversed(littleEndian));
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
