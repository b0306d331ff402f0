package org.truckee.web.api;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Something that this site shows as it is ({@code spec/08 §18.6}). */
sealed interface StaticFile {
  /** A part of the program. */
  record BuiltIn(String name, byte[] bytes, Instant modified) implements StaticFile {}

  /** A file of the operator. */
  record OnDisk(Path path, long size, Instant modified) implements StaticFile {}

  /** A folder: the names in it, those of folders with a slash. */
  record Folder(List<String> names) implements StaticFile {
    public Folder {
      names = List.copyOf(names);
    }
  }

  /** A folder whose address lacks the slash at its end. */
  record WithoutSlash() implements StaticFile {}
}
