package org.truckee.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/** The hash functions that are more than one tag ({@code spec/01 §1.4–1.6}). */
public final class Hashes {
  /** Length in bytes of every hash that is not truncated. */
  public static final int HASH_LENGTH = 32;

  private static final String CONVERGENCE_TAG =
      "allmydata_immutable_content_to_key_with_added_secret_v1+";

  private static final byte[] CLIENT_RENEWAL = ascii("allmydata_client_renewal_secret_v1");
  private static final byte[] CLIENT_CANCEL = ascii("allmydata_client_cancel_secret_v1");

  private Hashes() {}

  /** The tagged hash with a tag that is not one of {@link HashTag}, truncated to {@code length}. */
  public static TaggedHasher hasher(byte[] tag, int length) {
    return new TaggedHasher(Netstring.encode(tag), length);
  }

  /**
   * A hasher for the convergent encryption key of a plaintext; its digest has 16 bytes.
   *
   * @param segmentSize the actual segment size of this upload, in bytes
   * @throws IllegalArgumentException if not 1 ≤ needed ≤ total ≤ 256
   */
  public static TaggedHasher convergenceHasher(
      int needed, int total, long segmentSize, byte[] convergenceSecret) {
    if (needed > total) {
      throw new IllegalArgumentException(
          "k > n not allowed; k = %d, n = %d".formatted(needed, total));
    }
    if (needed < 1) {
      throw new IllegalArgumentException(
          "k, n < 1 not allowed; k = %d, n = %d".formatted(needed, total));
    }
    if (total > 256) {
      throw new IllegalArgumentException(
          "k, n > 256 not allowed; k = %d, n = %d".formatted(needed, total));
    }
    byte[] parameters = ascii(needed + "," + total + "," + segmentSize);
    byte[] tag =
        concatenate(
            ascii(CONVERGENCE_TAG),
            Netstring.encode(convergenceSecret),
            Netstring.encode(parameters));
    return hasher(tag, 16);
  }

  /**
   * The secret from which all lease renewal secrets of a client follow. The client's lease secret
   * is the tag here, and the constant the value ({@code spec/01 §1.5}).
   */
  public static byte[] clientRenewalSecret(byte[] leaseSecret) {
    return hasher(leaseSecret, HASH_LENGTH).update(CLIENT_RENEWAL).digest();
  }

  /** The secret from which all lease cancel secrets of a client follow. */
  public static byte[] clientCancelSecret(byte[] leaseSecret) {
    return hasher(leaseSecret, HASH_LENGTH).update(CLIENT_CANCEL).digest();
  }

  /**
   * The authentication code of a directory entry ({@code spec/01 §1.6}). It resembles HMAC-SHA256,
   * but the key is not padded to a block.
   */
  public static byte[] directoryMac(byte[] key, byte[] data) {
    byte[] inner = sha256(concatenate(xor(key, 0x36), data));
    return sha256(concatenate(xor(key, 0x5c), inner));
  }

  private static byte[] xor(byte[] key, int pad) {
    byte[] result = key.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] ^= (byte) pad;
    }
    return result;
  }

  /** Where a server stands in the order for a storage index: {@code SHA1(index ‖ seed)}. */
  public static byte[] permuteServer(byte[] storageIndex, byte[] permutationSeed) {
    MessageDigest sha1 = Sha256.newDigest("SHA-1");
    sha1.update(storageIndex);
    return sha1.digest(permutationSeed);
  }

  /** One plain SHA-256. */
  public static byte[] sha256(byte[] value) {
    return Sha256.newDigest().digest(value);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** One unkeyed BLAKE2b with a digest of 32 bytes, as servers store lease secrets. */
  public static byte[] blake2b256(byte[] value) {
    Blake2bDigest blake2b = new Blake2bDigest(256);
    blake2b.update(value, 0, value.length);
    byte[] digest = new byte[HASH_LENGTH];
    blake2b.doFinal(digest, 0);
    return digest;
  }

  private static byte[] concatenate(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] whole = new byte[length];
    int position = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, position, part.length);
      position += part.length;
    }
    return whole;
  }
}
