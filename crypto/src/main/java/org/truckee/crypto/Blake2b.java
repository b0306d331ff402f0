package org.truckee.crypto;

import org.bouncycastle.crypto.digests.Blake2bDigest;

/** BLAKE2b, with which storage servers hide the lease secrets that they keep. */
public final class Blake2b {
  private Blake2b() {}

  /** The 32-byte BLAKE2b-256 hash of {@code value}, without a key. */
  public static byte[] hash256(byte[] value) {
    Blake2bDigest digest = new Blake2bDigest(256);
    digest.update(value, 0, value.length);
    byte[] hash = new byte[32];
    digest.doFinal(hash, 0);
    return hash;
  }
}
