package org.truckee.node.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.grid.Blacklist;
import org.truckee.grid.BlacklistException;

/**
 * {@code access.blacklist}: what this node must not use. It is read again whenever it has changed,
 * and looked at for every use, but not more often than can matter: a directory may have a hundred
 * thousand children. While it cannot be understood everything is prohibited ({@code spec/03 §4.7}).
 * Thread-safe.
 */
public final class BlacklistFile implements Supplier<Blacklist> {
  private static final Logger LOG = LoggerFactory.getLogger(BlacklistFile.class);
  private static final Duration FRESH = Duration.ofMillis(1);
  private static final int LONGEST = 16 << 20;

  private final Path file;
  private final LongSupplier nanoTime;

  /** What was seen, and when. */
  private record Seen(Optional<State> state, Blacklist blacklist, long time) {}

  /** What tells one content of the file from the next. */
  private record State(FileTime modified, long size, Object key) {}

  private volatile Optional<Seen> seen = Optional.empty();

  /**
   * The list of a node directory, which need not be there.
   *
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  BlacklistFile(Path file, LongSupplier nanoTime) {
    this.file = file;
    this.nanoTime = nanoTime;
  }

  @Override
  public Blacklist get() {
    Optional<Seen> last = seen;
    long now = nanoTime.getAsLong();
    return last.isPresent() && now - last.get().time() < FRESH.toNanos()
        ? last.get().blacklist()
        : look(now);
  }

  private synchronized Blacklist look(long now) {
    Blacklist current;
    Optional<State> state = Optional.empty();
    try {
      state = state();
      Optional<State> found = state;
      current =
          seen.filter(last -> last.state().equals(found))
              .map(Seen::blacklist)
              .orElseGet(() -> found.isPresent() ? read() : Blacklist.EMPTY);
    } catch (IOException e) {
      current = unreadable(new BlacklistException("the blacklist cannot be looked at", e));
    }
    seen = Optional.of(new Seen(state, current, now));
    return current;
  }

  private Optional<State> state() throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new State(
              attributes.lastModifiedTime(),
              attributes.size(),
              Optional.ofNullable(attributes.fileKey())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Blacklist read() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST);
      if (in.read() >= 0) {
        throw new BlacklistException("the blacklist has more than %d bytes".formatted(LONGEST));
      }
      return Blacklist.parse(bytes);
    } catch (NoSuchFileException e) {
      return Blacklist.EMPTY;
    } catch (BlacklistException e) {
      return unreadable(e);
    } catch (IOException e) {
      return unreadable(new BlacklistException("the blacklist cannot be read", e));
    }
  }

  private Blacklist unreadable(BlacklistException problem) {
    LOG.error("'{}': {}; everything is prohibited until it is mended", file, problem.getMessage());
    return Blacklist.unreadable(problem);
  }
}
