package org.truckee.grid;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The plaintext of an upload. It is read twice when the encryption key is derived from it: once for
 * the key, once to encipher.
 */
public interface Source {
  /** The number of bytes. */
  long size() throws IOException;

  /** A fresh stream over all of them. The caller closes it. */
  InputStream open() throws IOException;

  /** The contents of a file, which must not change meanwhile. */
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
