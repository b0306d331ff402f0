package org.truckee.firstgen.rescue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The grid of today that things are copied to. Used by many threads at once. */
public interface Destination {
  /**
   * A directory.
   *
   * @param writeCap grants reading and changing it
   * @param readCap grants reading it
   */
  record Directory(String writeCap, String readCap) {}

  /**
   * What a name will stand for.
   *
   * @param writeCap of a directory that can be changed by whoever can change this one
   * @param readCap of a directory or file
   */
  record Child(Optional<String> writeCap, String readCap) {}

  /** Makes an empty directory. */
  Directory makeDirectory() throws IOException, InterruptedException;

  /** Uploads a file; its capability. */
  String upload(Path file) throws IOException, InterruptedException;

  /** Adds children to a directory, or replaces them. */
  void link(String directoryWriteCap, Map<String, Child> children)
      throws IOException, InterruptedException;
}
