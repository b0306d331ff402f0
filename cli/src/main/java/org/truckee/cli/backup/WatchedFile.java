package org.truckee.cli.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that is being sent. It remembers what happened to it, since who sends it knows only that
 * something did.
 */
final class WatchedFile extends InputStream {
  private final InputStream in;
  private long left;
  private boolean shrank;
  private IOException failure;

  private WatchedFile(InputStream in, long size) {
    this.in = in;
    this.left = size;
  }

  /**
   * Opens a file; a link that has taken its place is not followed.
   *
   * @param size how many bytes it has, by what the system said
   */
  static WatchedFile open(Path path, long size) throws IOException {
    return new WatchedFile(
        Channels.newInputStream(
            Files.newByteChannel(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)),
        size);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    try {
      int read = in.read(target, offset, count);
      shrank |= read < 0 && left > 0;
      left -= Math.max(0, read);
      return read;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Why it could not be read, if it could not. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether it had fewer bytes than it should. */
  boolean shrank() {
    return shrank;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
