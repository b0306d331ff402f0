package org.truckee.sftp.file;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.truckee.grid.FileContents;
import org.truckee.grid.SpoolException;

/** The drafts of all files that are open, and where they wait. Thread-safe. */
public final class OpenDrafts {
  private final Path directory;
  private final SecureRandom random;
  private final Set<Draft> open = ConcurrentHashMap.newKeySet();

  /**
   * None yet.
   *
   * @param directory where files lie whose contents wait
   * @param random for the keys under which they do
   */
  public OpenDrafts(Path directory, SecureRandom random) {
    this.directory = directory;
    this.random = random;
  }

  /** Begins one over what a file has, or over nothing; it has to be closed. */
  Draft begin(Optional<FileContents> contents) {
    Draft draft = new Draft(contents, this);
    open.add(draft);
    return draft;
  }

  SpoolFile spoolFile() throws SpoolException {
    return SpoolFile.in(directory, random);
  }

  void forget(Draft draft) {
    open.remove(draft);
  }

  /** Frees what is read ahead for those of whom nothing was read for so long. */
  public void rest(Duration idle) {
    open.forEach(draft -> draft.base().ifPresent(base -> base.rest(idle)));
  }

  /** How many there are. */
  public int count() {
    return open.size();
  }
}
