package org.truckee.storage.upkeep;

import java.io.IOException;
import java.util.List;

/** All complete shares of a server, to be looked at. Whoever has this can change nothing. */
public interface ShareTree {
  /**
   * The names of all that is in a prefix directory, ascending; none if there is no such directory.
   *
   * @throws IOException if it cannot be read, or if the place of all prefixes is missing
   */
  List<String> buckets(String prefix) throws IOException;

  /**
   * What is in a bucket.
   *
   * @param name one of {@link #buckets}; what cannot be a bucket has no shares
   * @throws IOException if the disk fails; a damaged share is no failure
   */
  Bucket bucket(String name) throws IOException, InterruptedException;
}
