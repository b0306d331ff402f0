package org.truckee.web.api;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.truckee.grid.Directory;
import org.truckee.grid.DirectoryLinks;
import org.truckee.grid.DirectoryListing;
import org.truckee.grid.Link;
import org.truckee.http.RefusedException;
import org.truckee.memory.MemoryBudget;

/**
 * The memory that one request takes beside the contents of files: for the descriptions that it
 * carries, and for those that it is answered with. It comes out of what all requests have together,
 * and is given back when the request has been answered. Used by one thread.
 */
final class RequestMemory implements AutoCloseable {
  /** So little is not worth counting. */
  private static final long FREE = 16 << 10;

  private static final long STEP = 256 << 10;
  private static final long BYTES_OF_LINK = 1000;
  private static final long BYTES_OF_LISTING = 1000 * BYTES_OF_LINK;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final MemoryBudget budget;

  /** For one request; what it does with what it says takes its part, too. */
  private final long most;

  private final List<MemoryBudget.Grant> grants = new ArrayList<>();
  private long granted = FREE;
  private long taken;

  /** Memory out of a budget. */
  RequestMemory(MemoryBudget budget) {
    this.budget = budget;
    this.most = budget.bytes() / 5 * 2;
  }

  /** Memory for requests of which none can be large. */
  static RequestMemory ofSmall() {
    return new RequestMemory(new MemoryBudget(4 * STEP));
  }

  /**
   * Takes so many bytes more, waiting for a while if others have them.
   *
   * @throws RefusedException with 503 if there are not so many now, with 413 if one request cannot
   *     have so many
   */
  void take(long bytes) throws RefusedException, InterruptedException {
    taken += bytes;
    if (taken > most) {
      throw new RefusedException(
          413,
          "this takes more memory than one request can have, which is %d bytes here: divide it"
              .formatted(most));
    }
    if (taken > granted) {
      long wanted = Math.max(STEP, taken - granted);
      grants.add(granted(wanted));
      granted += wanted;
    }
  }

  private MemoryBudget.Grant granted(long bytes) throws RefusedException, InterruptedException {
    return budget
        .take(bytes, bytes, PATIENCE)
        .orElseThrow(
            () -> new RefusedException(503, "too much is asked for at once; try again later"));
  }

  /**
   * Lists a directory. What that takes is known only afterwards: so many can be listed at once as
   * if each were of middle size.
   */
  DirectoryListing listed(Directory directory) throws IOException, InterruptedException {
    take(BYTES_OF_LISTING);
    DirectoryListing listing = directory.list();
    take(Math.max(0, BYTES_OF_LINK * listing.links().size() - BYTES_OF_LISTING));
    return listing;
  }

  /** Reads a directory whose links are then made one after the other. */
  DirectoryLinks linksOf(Directory directory) throws IOException, InterruptedException {
    take(BYTES_OF_LISTING);
    DirectoryLinks links = directory.links();
    take(Math.max(0, links.size() - BYTES_OF_LISTING));
    return links;
  }

  /**
   * Looks up a link on the way to what a request is about: the directory is read for that, unless
   * it was before, and forgotten again.
   *
   * @throws org.truckee.grid.NoSuchChildException if there is none
   */
  Link lookedUp(Vacancy place) throws IOException, InterruptedException {
    if (place.view().isPresent()) {
      return place.link();
    }
    try (MemoryBudget.Grant _ = granted(Math.min(BYTES_OF_LISTING, most))) {
      return place.link();
    }
  }

  /** Reads a directory for a change; what was read is kept until that is made. */
  Vacancy readToChange(Directory directory, String name) throws IOException, InterruptedException {
    take(Math.min(BYTES_OF_LISTING, most));
    return Vacancy.toChange(directory, name);
  }

  @Override
  public void close() {
    grants.forEach(MemoryBudget.Grant::close);
    grants.clear();
  }
}
