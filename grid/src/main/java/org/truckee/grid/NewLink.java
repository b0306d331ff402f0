package org.truckee.grid;

import java.util.Objects;
import java.util.Optional;

/**
 * A link that shall be set.
 *
 * @param name of the child
 * @param child what it leads to
 * @param metadata in place of what the directory said of the link, except times; empty to keep that
 */
public record NewLink(String name, FilesystemNode child, Optional<Metadata> metadata) {
  /** Takes no nulls. */
  public NewLink {
    Objects.requireNonNull(name);
    Objects.requireNonNull(child);
    Objects.requireNonNull(metadata);
  }

  /** A link that says of itself what one of its name did before. */
  public static NewLink of(String name, FilesystemNode child) {
    return new NewLink(name, child, Optional.empty());
  }
}
