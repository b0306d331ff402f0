package org.truckee.grid;

import java.io.IOException;
import java.util.OptionalLong;

/** A file that can be read, immutable or mutable. */
public sealed interface FileNode extends KnownNode, Checkable
    permits ImmutableFileNode, MutableFileNode {
  /** The format of its shares, as the web API names it. */
  FileFormat format();

  /** The number of bytes, if that is known without asking servers. */
  OptionalLong knownSize();

  /**
   * What it holds: of a mutable file, the best version that can be read now.
   *
   * @throws UnusableCapabilityException if no file can have this capability
   */
  FileContents contents() throws IOException, InterruptedException;
}
