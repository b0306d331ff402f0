package org.truckee.storage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  /** Shares of which nothing came along. */
  public static Map<ShareNumber, FoundShare> withoutExcerpts(
      Map<ShareNumber, BucketReader> readers) {
    Map<ShareNumber, FoundShare> found = new HashMap<>();
    readers.forEach((share, reader) -> found.put(share, new FoundShare(reader, List.of())));
    return found;
  }
}
