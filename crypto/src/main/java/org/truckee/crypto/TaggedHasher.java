package org.truckee.crypto;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * An incremental tagged hash: {@code SHA256(SHA256(netstring(tag) ‖ value))}, truncated ({@code
 * spec/01 §1.2}). Not thread-safe.
 */
public final class TaggedHasher {
  private final MessageDigest inner;
  private final int length;
  private byte[] digest;

  TaggedHasher(byte[] prefix, int length) {
    this.inner = Sha256.newDigest();
    this.inner.update(prefix);
    this.length = length;
  }

  /** Appends bytes to the value. */
  public TaggedHasher update(byte[] bytes) {
    return update(bytes, 0, bytes.length);
  }

  /** Appends {@code length} bytes from {@code offset} on to the value. */
  public TaggedHasher update(byte[] bytes, int offset, int length) {
    requireOpen();
    inner.update(bytes, offset, length);
    return this;
  }

  /** Appends the remaining bytes of {@code bytes}, which are consumed. */
  public TaggedHasher update(ByteBuffer bytes) {
    requireOpen();
    inner.update(bytes);
    return this;
  }

  /** The hash of all that was appended. Nothing can be appended afterwards. */
  public byte[] digest() {
    if (digest == null) {
      byte[] first = inner.digest();
      byte[] second = inner.digest(first);
      digest = length == second.length ? second : Arrays.copyOf(second, length);
    }
    return digest.clone();
  }

  private void requireOpen() {
    if (digest != null) {
      throw new IllegalStateException("the digest was already taken");
    }
  }
}
