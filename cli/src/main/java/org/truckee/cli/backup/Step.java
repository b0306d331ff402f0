package org.truckee.cli.backup;

import java.nio.file.Path;
import java.util.Optional;

/** What a walk comes upon, one thing at a time. */
sealed interface Step {
  /** A file. */
  record File(OpenFolder folder, Path path, long size) implements Step {}

  /** Something that is not stored; in no folder if it is the top. */
  record LeftOut(Optional<OpenFolder> folder, Path path, Reason reason) implements Step {}

  /** A folder of which everything has been come upon. */
  record Walked(OpenFolder folder) implements Step {}

  /** Why something is not stored. */
  sealed interface Reason {
    /** A symbolic link. */
    record SymbolicLink() implements Reason {}

    /** A pipe, socket or device. */
    record Special() implements Reason {}

    /** A directory that cannot be listed. */
    record UnreadableDirectory() implements Reason {}

    /** A file that must not be read. */
    record NotPermitted() implements Reason {}

    /** A file that cannot be read. */
    record UnreadableFile(String problem) implements Reason {}

    /** The grid has no name for it. */
    record NotUnicode() implements Reason {}

    /** Its name and that of another are one and the same on the grid. */
    record SameName(String other) implements Reason {}

    /** Whether it is a directory that is left out; everything else counts as a file. */
    default boolean ofDirectory() {
      return this instanceof UnreadableDirectory;
    }
  }
}
