package org.truckee.grid;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.truckee.crypto.EncryptionKey;

/**
 * The plaintext of an upload. It is read twice when the encryption key is derived from it: once for
 * the key, once to encipher; and again when shares are lost on their way. What it has when the
 * upload begins is stored; if it grows, the rest is not.
 */
public interface Source {
  /** The number of bytes. */
  long size() throws IOException;

  /** A fresh stream over all of them. The caller closes it. */
  InputStream open() throws IOException;

  /**
   * What changes when the contents do, as far as can be told without reading them. A key that was
   * derived from other contents than are enciphered would give both away.
   */
  default Object state() throws IOException {
    return size();
  }

  /**
   * The convergent key for these parameters and this secret, if it became known while the contents
   * arrived; empty to have it derived from {@link #open}.
   */
  default Optional<EncryptionKey> convergentKey(
      EncodingParameters encoding, ConvergenceSecret secret) {
    return Optional.empty();
  }

  /** The contents of a file, which may grow meanwhile but must not change otherwise. */
  static Source of(Path file) {
    return new Source() {
      @Override
      public long size() throws IOException {
        return Files.size(file);
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }

      @Override
      public Object state() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return List.of(attributes.size(), attributes.lastModifiedTime());
      }
    };
  }

  /** Bytes in memory, which are not copied. */
  static Source of(byte[] bytes) {
    return new Source() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }
}
