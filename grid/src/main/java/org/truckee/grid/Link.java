package org.truckee.grid;

import java.util.Objects;

/**
 * A link of a directory to one of its children.
 *
 * @param name of the child, in Unicode normalization form C
 * @param node the child
 * @param metadata what the directory says of the link
 */
public record Link(String name, FilesystemNode node, Metadata metadata) {
  /** Takes no nulls. */
  public Link {
    Objects.requireNonNull(name);
    Objects.requireNonNull(node);
    Objects.requireNonNull(metadata);
  }
}
