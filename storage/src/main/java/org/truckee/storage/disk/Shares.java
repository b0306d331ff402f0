package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.LocalStorageServer.OpenShare;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;

/** Opens complete shares. */
final class Shares {
  private static final Logger log = LoggerFactory.getLogger(Shares.class);

  private final StorageDirectory directory;
  private final ShareChanges changes;
  private final StatisticsRecorder statistics;
  private final FileWork files;

  Shares(
      StorageDirectory directory,
      ShareChanges changes,
      StatisticsRecorder statistics,
      FileWork files) {
    this.directory = directory;
    this.changes = changes;
    this.statistics = statistics;
    this.files = files;
  }

  /**
   * Opens a share to read its data; empty if there is no such file.
   *
   * @throws CorruptContainerException if the container is damaged or of the other kind
   */
  Optional<OpenShare> open(ShareKind kind, StorageIndex index, ShareNumber share)
      throws IOException {
    changes.finish(index, share);
    ShareFile file;
    try {
      file = openFile(kind, index, share);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    boolean held = false;
    try {
      OpenShare open = open(kind, file);
      held = true;
      return Optional.of(open);
    } catch (CorruptContainerException e) {
      throw named(index, share, e);
    } finally {
      if (!held) {
        file.close();
      }
    }
  }

  private ShareFile openFile(ShareKind kind, StorageIndex index, ShareNumber share)
      throws IOException {
    return switch (kind) {
      case IMMUTABLE -> ShareFile.forReading(directory.share(index, share));
      case MUTABLE -> ShareFile.forReadingReplaceable(directory.share(index, share));
    };
  }

  private OpenShare open(ShareKind kind, ShareFile file) throws IOException {
    return switch (kind) {
      case IMMUTABLE -> {
        ImmutableContainer container = ImmutableContainer.open(file);
        yield new HeldShare(
            file, ImmutableContainer.DATA_OFFSET, container.dataLength(), statistics, files);
      }
      case MUTABLE -> {
        MutableContainer container = MutableContainer.open(file);
        yield new HeldShare(
            file, MutableContainer.DATA_OFFSET, container.dataLength(), statistics, files);
      }
    };
  }

  /** The numbers of the shares of an index that can be read. */
  SortedSet<ShareNumber> readable(ShareKind kind, StorageIndex index) throws IOException {
    SortedSet<ShareNumber> readable = new TreeSet<>();
    for (ShareNumber share : directory.shareNumbers(index)) {
      try (OpenShare open = open(kind, index, share).orElse(null)) {
        if (open != null) {
          readable.add(share);
        }
      } catch (IOException e) {
        warn(index, share, e);
      }
    }
    return readable;
  }

  /** Whether an index has a share of either kind whose container is sound. */
  boolean hasAny(StorageIndex index) throws IOException {
    for (ShareNumber share : directory.shareNumbers(index)) {
      try (ShareFile file = ShareFile.forReading(directory.share(index, share))) {
        Optional<CorruptContainerException> damage = damage(file);
        if (damage.isEmpty()) {
          return true;
        }
        warn(index, share, damage.get());
      } catch (NoSuchFileException e) {
        warn(index, share, e);
      }
    }
    return false;
  }

  /** Opens a share file to read it while its index is held. */
  ShareFile openForReading(StorageIndex index, ShareNumber share) throws IOException {
    changes.finish(index, share);
    return ShareFile.forReading(directory.share(index, share));
  }

  /** Opens a share file whole; it is added to {@code opened}, which the caller closes. */
  ShareFile openForChanging(StorageIndex index, ShareNumber share, List<ShareFile> opened)
      throws IOException {
    changes.finish(index, share);
    ShareFile file = directory.openForChanging(directory.share(index, share));
    opened.add(file);
    return file;
  }

  /**
   * Moves a file away that is in the place of a share and is none, so that a share can come there.
   *
   * @return whether the place is free; not if the file is sound, or cannot be read at the moment
   */
  boolean setAsideIfDamaged(StorageIndex index, ShareNumber share) throws IOException {
    Path path = directory.share(index, share);
    Optional<CorruptContainerException> damage;
    try (ShareFile file = ShareFile.forReading(path)) {
      damage = damage(file);
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      warn(index, share, e);
      return false;
    }
    if (damage.isPresent()) {
      setAside(index, share, damage.get());
    }
    return damage.isPresent();
  }

  private static Optional<CorruptContainerException> damage(ShareFile file) throws IOException {
    try {
      if (MutableContainer.recognise(file).isEmpty()) {
        ImmutableContainer.open(file);
      }
      return Optional.empty();
    } catch (CorruptContainerException e) {
      return Optional.of(e);
    }
  }

  /** Moves a damaged share away. */
  void setAside(StorageIndex index, ShareNumber share, CorruptContainerException damage)
      throws IOException {
    directory
        .quarantine()
        .setAside(directory.share(index, share), index + "." + share, damage.getMessage());
  }

  /** The same error with the name of the share. */
  static CorruptContainerException named(
      StorageIndex index, ShareNumber share, CorruptContainerException e) {
    return new CorruptContainerException(
        "share %s of %s: %s".formatted(share, index.abbreviated(), e.getMessage()), e);
  }

  /** Notes that a share is passed over because its container is damaged. */
  void warn(StorageIndex index, ShareNumber share, Exception damage) {
    log.warn("share {} of {} is not served: {}", share, index, damage.getMessage());
  }
}
