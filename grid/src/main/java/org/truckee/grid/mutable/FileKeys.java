package org.truckee.grid.mutable;

import java.security.SecureRandom;
import java.util.Optional;
import org.truckee.capability.Fingerprint;
import org.truckee.capability.MutableFormat;
import org.truckee.capability.MutableWriteCap;
import org.truckee.capability.WriteKey;
import org.truckee.crypto.AesCtr;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.KeyFormatException;
import org.truckee.crypto.RsaPrivateKey;
import org.truckee.crypto.RsaPublicKey;

/**
 * The key pair of a mutable file, for those who may write it ({@code spec/02 §1}). The private key
 * is kept with its exact bytes: the write key is their hash, and the shares hold them enciphered.
 */
public final class FileKeys {
  private final RsaPrivateKey key;
  private final byte[] enciphered;
  private final WriteKey writeKey;

  private FileKeys(RsaPrivateKey key, byte[] enciphered, WriteKey writeKey) {
    this.key = key;
    this.enciphered = enciphered;
    this.writeKey = writeKey;
  }

  /** The keys of a new file. */
  public static FileKeys of(RsaPrivateKey key) {
    byte[] der = key.der();
    WriteKey writeKey = WriteKey.of(der);
    return new FileKeys(key, cipher(writeKey, der), writeKey);
  }

  /**
   * The keys of a file that exists.
   *
   * @param enciphered the private key as a share holds it
   * @return empty if these are not the bytes that belong to the write key, or no usable key
   */
  public static Optional<FileKeys> decipher(MutableWriteCap cap, byte[] enciphered) {
    byte[] der = cipher(cap.writeKey(), enciphered);
    if (!WriteKey.of(der).equals(cap.writeKey())) {
      return Optional.empty();
    }
    try {
      RsaPrivateKey key = RsaPrivateKey.fromDer(der);
      return Fingerprint.of(key.publicKey().der()).equals(cap.fingerprint())
          ? Optional.of(new FileKeys(key, enciphered.clone(), cap.writeKey()))
          : Optional.empty();
    } catch (KeyFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether these are the bytes of the private key, enciphered, that belong to a write key. */
  public static boolean areOf(WriteKey writeKey, byte[] enciphered) {
    return WriteKey.of(cipher(writeKey, enciphered)).equals(writeKey);
  }

  private static byte[] cipher(WriteKey writeKey, byte[] bytes) {
    byte[] result = bytes.clone();
    AesCtr.atStart(new EncryptionKey(writeKey.bytes())).process(result, 0, result.length);
    return result;
  }

  public WriteKey writeKey() {
    return writeKey;
  }

  public RsaPublicKey publicKey() {
    return key.publicKey();
  }

  /** The private key as shares hold it. */
  public byte[] encipheredPrivateKey() {
    return enciphered.clone();
  }

  /** Signs the beginning of a share; 256 bytes, different ones each time. */
  public byte[] sign(VersionHeader header, SecureRandom random) {
    return key.sign(header.signedBytes(), random);
  }

  /** The cap of the file that has these keys. */
  public MutableWriteCap cap(MutableFormat format) {
    return new MutableWriteCap(format, writeKey, Fingerprint.of(key.publicKey().der()));
  }

  /** Reveals nothing. */
  @Override
  public String toString() {
    return "FileKeys[secret]";
  }
}
