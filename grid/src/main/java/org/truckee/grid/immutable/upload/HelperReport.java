package org.truckee.grid.immutable.upload;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import org.truckee.capability.UriExtensionHash;
import org.truckee.grid.ServerId;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.storage.ShareNumber;

/**
 * What a helper says of an upload ({@code spec/07 §10.4}).
 *
 * @param uriExtension what the shares say of the file
 * @param uriExtensionHash its hash, as the helper says
 * @param fetched how many bytes of crypttext it has read for it; empty if the grid had the file
 * @param preexisting how many shares there were already
 * @param pushed the shares that it sent, and where
 * @param timings how long its parts took, by the names of existing nodes
 */
public record HelperReport(
    UriExtension uriExtension,
    UriExtensionHash uriExtensionHash,
    OptionalLong fetched,
    int preexisting,
    SortedMap<ShareNumber, SortedSet<ServerId>> pushed,
    Map<String, Duration> timings) {
  /** How long a part took; zero if the helper does not say. */
  Duration timing(String name) {
    return timings.getOrDefault(name, Duration.ZERO);
  }
}
