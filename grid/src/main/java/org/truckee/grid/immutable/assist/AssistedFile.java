package org.truckee.grid.immutable.assist;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.truckee.grid.ServerId;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.storage.ShareNumber;

/**
 * A file of a client whose shares are on servers ({@code spec/07 §10.4}).
 *
 * @param uriExtension what they say of the file
 * @param shares those that were pushed; if nothing was, those that were found
 * @param preexisting how many share numbers servers had before
 * @param upload absent if the file was there already
 */
public record AssistedFile(
    UriExtension uriExtension,
    SortedMap<ShareNumber, SortedSet<ServerId>> shares,
    int preexisting,
    Optional<Upload> upload) {
  /**
   * What was done.
   *
   * @param size of the file in bytes
   * @param fetched how many of them came from the client this time
   * @param timings how long the parts took, by the names of existing nodes
   */
  public record Upload(long size, long fetched, Map<String, Duration> timings) {}
}
