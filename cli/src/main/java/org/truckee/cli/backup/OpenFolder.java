package org.truckee.cli.backup;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A folder of this machine of which not everything has been stored yet. It is forgotten when it has
 * been: no more of them are open at a time than are being worked on, and those that these are in.
 * Thread-safe.
 */
final class OpenFolder {
  private final Path path;
  private final Optional<OpenFolder> parent;

  /** Guarded by this, as is the count below. */
  private final Map<String, StoredChild> children = new TreeMap<>();

  /** The walk through the folder is one thing to wait for; everything found in it another. */
  private int awaited = 1;

  OpenFolder(Path path, Optional<OpenFolder> parent) {
    this.path = path;
    this.parent = parent;
  }

  Path path() {
    return path;
  }

  Optional<OpenFolder> parent() {
    return parent;
  }

  /** Something was found in it that has to be stored. */
  synchronized void await() {
    awaited++;
  }

  /** Something in it has been stored. */
  synchronized void add(String name, StoredChild child) {
    children.put(name, child);
  }

  /**
   * One of the things it waits for is over, well or not.
   *
   * @return whether it was the last
   */
  synchronized boolean settled() {
    awaited--;
    return awaited == 0;
  }

  /** All that was stored of it, once everything has been settled. */
  synchronized Map<String, StoredChild> children() {
    return Map.copyOf(children);
  }
}
