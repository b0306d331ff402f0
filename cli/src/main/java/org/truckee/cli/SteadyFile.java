package org.truckee.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file that is read as it was when it was opened. If somebody writes into it meanwhile, what was
 * read is of no moment: reading fails before its last byte. What is only added at the end, as to a
 * log, does not matter.
 */
final class SteadyFile extends FilterInputStream {
  private final Path path;
  private final BasicFileAttributes before;
  private long left;

  private SteadyFile(Path path, BasicFileAttributes before) throws IOException {
    super(Files.newInputStream(path));
    this.path = path;
    this.before = before;
    this.left = before.size();
  }

  /** Opens a file. */
  static SteadyFile open(Path path) throws IOException {
    return new SteadyFile(path, Files.readAttributes(path, BasicFileAttributes.class));
  }

  /** Its bytes when it was opened. */
  long length() {
    return before.size();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    int read = in.read(target, offset, count);
    left -= Math.max(0, read);
    if (read > 0 && left <= 0) {
      requireTheSame();
    }
    return read;
  }

  private void requireTheSame() throws IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    boolean touched = !now.lastModifiedTime().equals(before.lastModifiedTime());
    if (touched && now.size() <= before.size()) {
      throw new IOException("it changed while it was read");
    }
  }
}
