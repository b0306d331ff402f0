package org.truckee.storage.upkeep;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.truckee.storage.StorageStatistics;

/**
 * What the status page of a storage server tells ({@code spec/04 §16}).
 *
 * @param at when this was told
 * @param statistics what it has done and what it has left
 * @param figures the same and the buckets under the names that programs know
 * @param buckets how many there were in the last walk that counted all
 * @param counting how far the counter is
 * @param expiration what happens to leases
 * @param checking how far the lease checker is
 * @param current what the walk under way has found, if there is one
 * @param last what the last whole walk has found, if there was one
 * @param json all of it for programs, indented, with a final newline
 */
public record StorageReport(
    Instant at,
    StorageStatistics statistics,
    StorageFigures figures,
    OptionalLong buckets,
    CrawlProgress counting,
    Expiration expiration,
    CrawlProgress checking,
    Optional<Current> current,
    Optional<CycleResult> last,
    String json) {
  /**
   * What the walk under way has found.
   *
   * @param soFar by every criterion
   * @param whole what it will probably have found at its end; empty while nobody can tell
   * @param corrupt shares that could not be read
   */
  public record Current(
      Map<Criterion, Space> soFar, Map<Criterion, Space> whole, List<CorruptShare> corrupt) {
    /** Copies the collections. */
    public Current {
      soFar = Map.copyOf(soFar);
      whole = Map.copyOf(whole);
      corrupt = List.copyOf(corrupt);
    }
  }
}
