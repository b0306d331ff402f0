package org.truckee.firstgen.drive;

import java.util.Optional;
import org.truckee.firstgen.uri.OldUri;

/** A file or directory that can be used. Two are equal if their kind and URI are. */
public sealed interface DriveNode permits FileNode, DirectoryNode {
  /** What names it. */
  OldUri uri();

  /** Under which name its servers know it; empty for a literal file ({@code spec/12 §13}). */
  default Optional<String> refreshCapability() {
    return uri().refreshCapability();
  }
}
