package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the write-ahead log says of one share and its file may not show yet: how it came or went,
 * and then changes in their order. It can be done any number of times, wholly or in part.
 *
 * <p>A share has its name only after its record is durable, so that anything that is found under
 * the name of a share that was deleted is a rest of it. A share is durable by itself before it is
 * changed, and changes are made one after another: so each record of a change makes those before it
 * void, but for changes that are not done.
 */
final class ShareRedo {
  private final ShareName name;
  private final StorageDirectory directory;
  private final DiskSync sync;
  private Optional<Place> base = Optional.empty();
  private final List<Place> edits = new ArrayList<>();

  ShareRedo(ShareName name, StorageDirectory directory, DiskSync sync) {
    this.name = name;
    this.directory = directory;
    this.sync = sync;
  }

  /** Where a record is. */
  private record Place(LogSegment segment, LogRecord record) {}

  ShareName name() {
    return name;
  }

  /** Takes notice of the next record of the share. */
  void note(LogSegment segment, LogRecord record) {
    Place place = new Place(segment, record);
    switch (record.kind()) {
      case INSERTED, DELETED -> {
        base = Optional.of(place);
        edits.clear();
      }
      case SUPERSEDED -> {
        base = Optional.empty();
        edits.clear();
      }
      case EDITED -> {
        base = Optional.empty();
        if (record.done()) {
          edits.clear();
        } else {
          edits.add(place);
        }
      }
    }
  }

  /** Whether there is nothing to be done. */
  boolean isEmpty() {
    return base.isEmpty() && edits.isEmpty();
  }

  /** Whether a record of this is in the segment. */
  boolean needs(LogSegment segment) {
    return base.filter(place -> place.segment == segment).isPresent()
        || edits.stream().anyMatch(place -> place.segment == segment);
  }

  /**
   * Does it. The content of the file is durable then, and its name when the bucket is synced.
   *
   * @return whether the share was only in the log
   */
  boolean run() throws IOException {
    boolean restored = base.isPresent() && restore(base.get());
    if (!edits.isEmpty()) {
      edit();
    }
    edits.forEach(place -> place.segment.markDone(place.record));
    return restored;
  }

  private Path path() {
    return directory.share(name.index(), name.share());
  }

  private boolean restore(Place place) throws IOException {
    if (place.record.kind() == LogRecord.Kind.DELETED) {
      Files.deleteIfExists(path());
      directory.removeBucketIfEmpty(name.index());
      return false;
    }
    directory.clearPlace(name);
    LoggedShare share = new LoggedShare(path(), directory, sync);
    ByteBuffer container = place.record.container(place.segment.file());
    if (!share.isWhole(container)) {
      replace(share, container);
      return true;
    }
    try {
      share.makeDurable();
    } catch (IOException e) {
      // A second sync of the same file would seem to succeed.
      replace(share, container);
    }
    return false;
  }

  private void replace(LoggedShare share, ByteBuffer container) throws IOException {
    Files.createDirectories(path().getParent());
    ShareFile anew = directory.createReplacement();
    try (anew) {
      share.replace(anew, container);
    } finally {
      Files.deleteIfExists(anew.path());
    }
  }

  private void edit() throws IOException {
    if (!Files.exists(path())) {
      return;
    }
    try (ShareFile share = directory.openForChanging(path())) {
      apply(share);
    } catch (IOException e) {
      if (DiskSpace.isFull(e)) {
        throw e;
      }
      editCopy();
    }
  }

  private void apply(ShareFile share) throws IOException {
    for (Place place : edits) {
      LoggedEdit.read(place.segment.file(), place.record).apply(place.segment.file(), share);
    }
    sync.file(share);
  }

  /** For a file that the disk does not change, or does not sync. */
  private void editCopy() throws IOException {
    ShareFile copy = directory.createReplacement();
    try (copy;
        ShareFile share = ShareFile.forReading(path())) {
      share.copyTo(copy, share.length());
      apply(copy);
      Files.move(copy.path(), path(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(copy.path());
    }
    sync.directory(path().getParent());
  }

  /**
   * Gives up: keeps the records and the share where the operator finds them, and frees its place.
   *
   * @throws IOException if the disk does not even take that; nothing is lost then
   */
  void setAside(Quarantine quarantine, IOException reason) throws IOException {
    List<Place> all = new ArrayList<>(edits);
    base.ifPresent(place -> all.addFirst(place));
    String called = name.index() + "." + name.share();
    for (Place place : all) {
      quarantine.keep(called + ".log", file -> place.record.copyTo(place.segment.file(), file));
    }
    if (Files.exists(path())) {
      quarantine.setAside(
          path(), called, "what the write-ahead log says of it cannot be done: " + reason);
    }
    edits.forEach(place -> place.segment.markDone(place.record));
  }
}
