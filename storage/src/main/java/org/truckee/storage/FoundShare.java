package org.truckee.storage;

import java.util.List;

/**
 * A share that a server has.
 *
 * @param reader reads all of it
 * @param excerpts what came along: one for every range that was asked for and is not empty, or none
 */
public record FoundShare(BucketReader reader, List<Excerpt> excerpts) {
  /** Copies the list, not the bytes. */
  public FoundShare {
    excerpts = List.copyOf(excerpts);
  }

  /** A share of which nothing came along. */
  public static FoundShare of(BucketReader reader) {
    return new FoundShare(reader, List.of());
  }
}
