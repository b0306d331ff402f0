package org.truckee.firstgen.upload;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.truckee.firstgen.share.SegmentCodec;
import org.truckee.firstgen.uri.FileKey;

/**
 * Something to be uploaded ({@code spec/12 §10.1}). It is read twice, because its key usually
 * follows from its contents; they must not change in between.
 */
public interface Uploadable {
  /** How many bytes there are. */
  long size() throws IOException;

  /** The contents from the beginning; whoever asked closes it. */
  InputStream open() throws IOException;

  /** Told how it will be encoded, before its key is asked for. What has its own key may care. */
  default void encodedWith(SegmentCodec codec) {}

  /** What it is enciphered with, the same whenever it is asked for; usually from its contents. */
  default FileKey key() throws IOException {
    return ContentKey.of(this);
  }

  /** Bytes in memory. */
  static Uploadable of(byte[] bytes) {
    return new Uploadable() {
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

  /** A file. */
  static Uploadable of(Path path) {
    return new Uploadable() {
      @Override
      public long size() throws IOException {
        return Files.size(path);
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(path);
      }
    };
  }
}
