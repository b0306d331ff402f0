package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where things go that stand in the way of shares and are none: a directory beside {@code shares},
 * which the reference never looks into. Nothing is deleted; the operator decides.
 */
final class Quarantine {
  /** The name of the directory. */
  static final String NAME = "truckee.quarantine";

  private static final Logger log = LoggerFactory.getLogger(Quarantine.class);

  private final Path directory;
  private final DiskSync sync;
  private final DiskWatch watch;

  Quarantine(Path root, DiskSync sync, DiskWatch watch) {
    this.directory = root.resolve(NAME);
    this.sync = sync;
    this.watch = watch;
  }

  /**
   * Moves a file or a directory away, so that its place is free.
   *
   * @param name what it is called from now on, if that is still free
   * @param reason for the log
   */
  synchronized void setAside(Path path, String name, String reason) throws IOException {
    prepare();
    Path target = free(name);
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    sync.directory(directory);
    sync.directory(path.getParent());
    log.error("{} was set aside as {}: {}", path, target, reason);
  }

  /** Something that is written into a new file. */
  @FunctionalInterface
  interface Content {
    void writeTo(ShareFile file) throws IOException;
  }

  /** Keeps a copy of something. It is durable when this returns. */
  synchronized void keep(String name, Content content) throws IOException {
    prepare();
    Path target = free(name);
    boolean kept = false;
    try (ShareFile file = ShareFile.create(target, watch)) {
      content.writeTo(file);
      sync.file(file);
      kept = true;
    } finally {
      if (!kept) {
        Files.deleteIfExists(target);
      }
    }
    sync.directory(directory);
  }

  private void prepare() throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      sync.directory(directory.getParent());
    }
  }

  private Path free(String name) {
    Path target = directory.resolve(name);
    for (int number = 2; Files.exists(target, LinkOption.NOFOLLOW_LINKS); number++) {
      target = directory.resolve(name + "-" + number);
    }
    return target;
  }
}
