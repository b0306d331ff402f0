package org.truckee.web.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.truckee.grid.Directory;
import org.truckee.grid.DirectoryListing;
import org.truckee.grid.FileContents;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.ProhibitedNode;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.VerifierNode;
import org.truckee.grid.transfer.TaskScope;

/** A thing that an archive is to have, and what was read of it before its turn. For one thread. */
final class Pending implements AutoCloseable {
  /** Larger files are read when their turn comes. */
  static final int SMALL = 256 << 10;

  private final FilesystemNode node;
  private final String path;
  private final Instant modified;
  private final Optional<Pending> parent;
  private Optional<TaskScope<String, Read>> reading = Optional.empty();

  Pending(FilesystemNode node, String path, Instant modified, Optional<Pending> parent) {
    this.node = node;
    this.path = path;
    this.modified = modified;
    this.parent = parent;
  }

  /** What is read of a thing. */
  sealed interface Read {
    /** A directory's children. */
    record Folder(DirectoryListing listing) implements Read {}

    /** All of a small file. */
    record Whole(ByteBuffer contents) implements Read {}

    /** How to read a large file. */
    record Large(FileContents contents) implements Read {}

    /** Nothing can be read of it. */
    record Nothing(String reason) implements Read {}
  }

  String path() {
    return path;
  }

  Instant modified() {
    return modified;
  }

  /** Whether nothing is above it. */
  boolean isTop() {
    return parent.isEmpty();
  }

  boolean isFolder() {
    return node instanceof Directory;
  }

  /** Whether it is a directory that is below itself. */
  boolean isCircle() {
    if (!(node instanceof Directory directory) || directory.verifier().isEmpty()) {
      return false;
    }
    Optional<Pending> above = parent;
    while (above.isPresent()) {
      if (above.get().node instanceof Directory other
          && other.verifier().equals(directory.verifier())) {
        return true;
      }
      above = above.get().parent;
    }
    return false;
  }

  /** Begins to read it, if that has not begun. */
  void start() {
    if (reading.isEmpty()) {
      TaskScope<String, Read> scope = new TaskScope<>("file of an archive");
      scope.fork(path, () -> read(node));
      reading = Optional.of(scope);
    }
  }

  /** Waits for what is read of it. */
  Read read() throws IOException, InterruptedException {
    start();
    return reading.orElseThrow().next().value(IOException.class);
  }

  private static Read read(FilesystemNode node) throws IOException, InterruptedException {
    return switch (node) {
      case Directory directory -> new Read.Folder(directory.list());
      case FileNode file -> read(file.contents());
      case ProhibitedNode prohibited -> new Read.Nothing(prohibited.problem().getMessage());
      case VerifierNode _ -> new Read.Nothing("it is only a verify cap");
      case UnknownNode _ -> new Read.Nothing("it is of an unknown kind");
    };
  }

  private static Read read(FileContents contents) throws IOException, InterruptedException {
    if (contents.size() > SMALL) {
      return new Read.Large(contents);
    }
    ByteBuffer all = ByteBuffer.allocate((int) contents.size());
    contents.read(0, all);
    return new Read.Whole(all.flip());
  }

  /** Gives up what is still being read. */
  @Override
  public void close() {
    reading.ifPresent(TaskScope::close);
    reading = Optional.empty();
  }
}
