package org.truckee.web.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.upkeep.StorageReport;

/** What pages tell of the node and its grid. Asked for at every visit. */
public interface NodeStatus {
  /** What the operator calls this node; may be empty. */
  String nickname();

  /** The name and version of this program. */
  String version();

  /** One line for each introducer. */
  List<String> introducers();

  /** All known storage servers. */
  List<ServerStatus> servers();

  /** The identity of its Tub; empty if it has none. */
  default String nodeId() {
    return "";
  }

  /** How its storage server is, if it has one. */
  default Optional<StorageReport> storage() {
    return Optional.empty();
  }

  /**
   * The leases of the shares that its storage server has of a file.
   *
   * @return empty if it has no storage server
   */
  default Optional<List<ShareLease>> leases(StorageIndex index)
      throws IOException, InterruptedException {
    return Optional.empty();
  }

  /** Figures for a program that watches the node. */
  default List<Metric> metrics() {
    return List.of();
  }

  /** The numbers of the node at this moment. */
  default StatisticsReport statistics() {
    return new StatisticsReport();
  }

  /** What its upload helper does; empty if it has none. */
  default Optional<HelperStatistics> helper() {
    return Optional.empty();
  }
}
