package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;

/**
 * Brings changes of the shares of one index to the disk, so that a crash leaves each share either
 * as it was or as it shall be. The caller holds the index alone.
 *
 * <p>There are three ways. Bytes within one sector are written in place, for a disk writes sectors
 * as wholes. A small or mostly rewritten mutable share is written anew and renamed over the old
 * one. Anything else goes through the write-ahead log.
 */
final class ShareChanges {
  private static final long SECTOR = 512;

  /** A share of at most this many bytes is copied rather than changed in place. */
  private static final long SMALL = 1 << 20;

  /** A new file of at most this many bytes is put together in memory and written at once. */
  private static final long WRITTEN_AT_ONCE = 1 << 18;

  private final StorageDirectory directory;
  private final WriteAheadLog log;
  private final DiskSync sync;

  ShareChanges(StorageDirectory directory, WriteAheadLog log, DiskSync sync) {
    this.directory = directory;
    this.log = log;
    this.sync = sync;
  }

  /** Makes sure that no change of this share is half made; see {@link WriteAheadLog#finish}. */
  void finish(StorageIndex index, ShareNumber share) throws IOException {
    log.finish(new ShareName(index, share));
  }

  /** Makes the changes. When this returns they are durable. */
  void commit(StorageIndex index, List<Change> changes) throws IOException {
    Plan plan = new Plan(index);
    try {
      for (Change change : changes) {
        plan.add(change);
      }
      plan.carryOut();
    } finally {
      plan.cleanUp();
    }
  }

  /** What shall happen to one share. */
  sealed interface Change {
    /** The share that the entry is about. */
    ShareNumber share();
  }

  /** A new share. */
  record Create(ShareNumber share, StagedFile staged) implements Change {}

  /**
   * Changes to a share that exists.
   *
   * @param file the share, open for changing
   * @param mayBeReplaced whether another file may take its place
   */
  record Edit(ShareNumber share, ShareFile file, StagedFile staged, boolean mayBeReplaced)
      implements Change {
    private boolean isEmpty() {
      return staged.pieces().isEmpty() && staged.length() == staged.baseLength();
    }

    private boolean isWithinOneSector() {
      if (staged.length() != staged.baseLength() || staged.pieces().size() != 1) {
        return false;
      }
      StagedFile.Piece piece = staged.pieces().getFirst();
      return piece.hasData() && piece.position() / SECTOR == (piece.end() - 1) / SECTOR;
    }

    private boolean isBetterCopied() {
      return mayBeReplaced
          && (staged.length() <= SMALL || staged.writtenBytes() >= staged.length() / 2);
    }
  }

  /** The end of a share. */
  record Delete(ShareNumber share) implements Change {}

  /** The changes of one call, sorted by the way they are made. */
  private final class Plan {
    private final StorageIndex index;
    private final Map<ShareNumber, Path> replacements = new TreeMap<>();
    private final List<LogEntry.Edited> logged = new ArrayList<>();
    private final List<Edit> direct = new ArrayList<>();
    private final List<ShareNumber> deleted = new ArrayList<>();

    Plan(StorageIndex index) {
      this.index = index;
    }

    void add(Change change) throws IOException {
      switch (change) {
        case Create create -> replace(create.share, Optional.empty(), create.staged);
        case Delete delete -> deleted.add(delete.share);
        case Edit edit when edit.isEmpty() -> {}
        case Edit edit when edit.isWithinOneSector() -> direct.add(edit);
        case Edit edit when edit.isBetterCopied() ->
            replace(edit.share, Optional.of(edit.file), edit.staged);
        case Edit edit ->
            logged.add(new LogEntry.Edited(new ShareName(index, edit.share), edit.staged));
      }
    }

    private void replace(ShareNumber share, Optional<ShareFile> base, StagedFile staged)
        throws IOException {
      try (ShareFile file = directory.createReplacement()) {
        // From here on it is cleaned up, whatever happens.
        replacements.put(share, file.path());
        if (staged.length() <= WRITTEN_AT_ONCE) {
          file.write(0, staged.field(0, (int) staged.length()));
        } else {
          if (base.isPresent()) {
            base.get().copyTo(file, Math.min(staged.baseLength(), staged.length()));
          }
          write(staged, file);
        }
        sync.file(file);
      }
    }

    private static void write(StagedFile staged, ShareFile file) throws IOException {
      for (StagedFile.Piece piece : staged.pieces()) {
        if (piece.data().isPresent()) {
          file.write(piece.position(), piece.data().get().duplicate());
        } else {
          file.writeZeros(piece.position(), piece.length());
        }
      }
      file.extendTo(staged.length());
    }

    void carryOut() throws IOException {
      List<ShareNumber> unlogged = new ArrayList<>(deleted);
      direct.forEach(edit -> unlogged.add(edit.share));
      log.settle(index, unlogged);
      if (!logged.isEmpty()) {
        log.edit(logged);
      }
      for (Edit edit : direct) {
        write(edit.staged, edit.file);
        sync.file(edit.file);
      }
      rename();
      delete();
    }

    private void rename() throws IOException {
      if (replacements.isEmpty()) {
        return;
      }
      log.makeWay(index, replacements.keySet());
      directory.publish(index, replacements);
      directory.buckets().sync(index);
    }

    private void delete() throws IOException {
      if (deleted.isEmpty()) {
        return;
      }
      for (ShareNumber share : deleted) {
        Files.deleteIfExists(directory.share(index, share));
      }
      if (directory.removeBucketIfEmpty(index)) {
        directory.buckets().syncParents(index);
      } else if (Files.isDirectory(directory.bucket(index))) {
        sync.directory(directory.bucket(index));
      }
    }

    void cleanUp() throws IOException {
      for (Path replacement : replacements.values()) {
        Files.deleteIfExists(replacement);
      }
    }
  }
}
