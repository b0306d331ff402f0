package org.truckee.sftp.file;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.grid.Directory;
import org.truckee.sftp.protocol.SftpException;

/**
 * The files of all sessions that are open for writing, or closed and not in the grid yet ({@code
 * spec/11 §A6}). Where each of them goes, and whether it still goes anywhere, is decided here and
 * under one lock.
 */
public final class PendingFiles {
  /** For all that was asked of a file before: an upload may take long, but makes progress. */
  private static final Duration SYNC_LIMIT = Duration.ofHours(24);

  private final Map<EntryKey, List<PendingFile>> files = new HashMap<>();

  /** None yet. */
  public PendingFiles() {}

  synchronized void add(PendingFile file) {
    file.target()
        .key()
        .ifPresent(key -> files.computeIfAbsent(key, _ -> new ArrayList<>()).add(file));
  }

  synchronized void remove(PendingFile file) {
    file.target().key().ifPresent(key -> remove(key, file));
  }

  private void remove(EntryKey key, PendingFile file) {
    List<PendingFile> same = files.get(key);
    if (same != null && same.remove(file) && same.isEmpty()) {
      files.remove(key);
    }
  }

  /** Those of a place, in the order in which they were opened. */
  public synchronized List<PendingFile> of(Optional<EntryKey> key) {
    return key.map(files::get).<List<PendingFile>>map(List::copyOf).orElse(List.of());
  }

  /** Those of a directory that are closed and not in it yet. */
  public synchronized List<PendingFile> closingIn(Directory directory) {
    return files.values().stream()
        .flatMap(List::stream)
        .filter(file -> file.isClosing() && file.goesTo(directory))
        .toList();
  }

  /**
   * Takes a file out of everybody's hands.
   *
   * @return whether it is for the caller to put it into the grid: not if it was closed before
   */
  synchronized boolean beginClosing(PendingFile file) {
    return file.markClosing();
  }

  /**
   * Has those of a place go nowhere, unless they are closed already.
   *
   * @return all of that place; what was closed before still goes there
   */
  public synchronized List<PendingFile> abandon(Optional<EntryKey> key) {
    List<PendingFile> found = of(key);
    for (PendingFile file : found) {
      if (!file.isClosing()) {
        file.markAbandoned();
        remove(file);
      }
    }
    return found;
  }

  /**
   * Has those of a place go to another, unless they are closed already, and those of the other
   * nowhere.
   */
  public synchronized Moved move(Target.Entry from, Target.Entry to) {
    if (from.key().equals(to.key())) {
      return new Moved(of(from.key()), false);
    }
    List<PendingFile> found = new ArrayList<>(abandon(to.key()));
    boolean any = false;
    for (PendingFile file : of(from.key())) {
      if (!file.isClosing()) {
        remove(file);
        file.retarget(to);
        add(file);
        any = true;
      }
      found.add(file);
    }
    return new Moved(found, any);
  }

  /**
   * What a move had to do with pending files.
   *
   * @param concerned all of both places
   * @param any whether one of them goes elsewhere now
   */
  public record Moved(List<PendingFile> concerned, boolean any) {}

  /** Waits until all that was asked of these files so far is done, well or not. */
  public void sync(List<PendingFile> pending) throws IOException, InterruptedException {
    for (PendingFile file : pending) {
      if (!file.queue().await(SYNC_LIMIT)) {
        throw SftpException.failure("the file is still being written; try again later");
      }
    }
  }

  /** How many there are. */
  public synchronized int count() {
    return files.values().stream().mapToInt(List::size).sum();
  }
}
