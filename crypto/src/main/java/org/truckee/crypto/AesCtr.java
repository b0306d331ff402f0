package org.truckee.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-128 in counter mode with a zero initial counter ({@code spec/01 §6.3}). Enciphering and
 * deciphering are the same. One instance walks forward through one stream; not thread-safe.
 */
public final class AesCtr {
  private static final int BLOCK = 16;

  /**
   * The JDK's fast loop is only entered from compiled code: many calls for little make the callers
   * hot much sooner than few calls for much.
   */
  private static final int PIECE = 8192;

  private static final String ALGORITHM = "AES/CTR/NoPadding";

  /** Looking for who has it takes longer than enciphering a little. */
  private static final Provider PROVIDER = provider();

  private final Cipher cipher;
  private byte[] scratch = new byte[0];

  private AesCtr(EncryptionKey key, long offset) {
    byte[] counter = ByteBuffer.allocate(BLOCK).putLong(0).putLong(offset / BLOCK).array();
    try {
      cipher = Cipher.getInstance(ALGORITHM, PROVIDER);
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key.bytes(), "AES"), new IvParameterSpec(counter));
      cipher.update(new byte[(int) (offset % BLOCK)]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES/CTR", e);
    }
  }

  private static Provider provider() {
    try {
      return Cipher.getInstance(ALGORITHM).getProvider();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES/CTR", e);
    }
  }

  /** A key stream from the beginning of the file. */
  public static AesCtr atStart(EncryptionKey key) {
    return new AesCtr(key, 0);
  }

  /** A key stream, entered {@code offset} bytes (≥ 0) into the file. */
  public static AesCtr at(EncryptionKey key, long offset) {
    if (offset < 0) {
      throw new IllegalArgumentException("negative offset " + offset);
    }
    return new AesCtr(key, offset);
  }

  /** Enciphers or deciphers the next {@code length} bytes in place. */
  public void process(byte[] data, int offset, int length) {
    process(data, offset, length, data, offset);
  }

  /** Enciphers or deciphers the next {@code length} bytes from one array into another. */
  public void process(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    for (int done = 0; done < length; done += PIECE) {
      int piece = Math.min(PIECE, length - done);
      processPiece(in, inOffset + done, piece, out, outOffset + done);
    }
  }

  /** By way of an array of our own if in and out are the same: the JDK would make a new one. */
  private void processPiece(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    boolean inPlace = in == out;
    if (inPlace && scratch.length < length) {
      scratch = new byte[Math.max(length, Math.min(PIECE, 2 * scratch.length))];
    }
    byte[] target = inPlace ? scratch : out;
    int targetOffset = inPlace ? 0 : outOffset;
    try {
      int written = cipher.update(in, inOffset, length, target, targetOffset);
      if (written != length) {
        throw new IllegalStateException("counter mode held bytes back");
      }
      if (inPlace) {
        System.arraycopy(scratch, 0, out, outOffset, length);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the output has the size of the input", e);
    }
  }
}
