package org.truckee.grid.immutable.upload;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.truckee.capability.UriExtensionHash;
import org.truckee.grid.ServerId;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.storage.ShareNumber;

/**
 * What became of a file whose shares were made.
 *
 * @param uriExtension what its shares say of the whole file
 * @param preexisting how many share numbers servers had before
 * @param sharemap the shares that were sent and are complete, and where
 * @param selection finding the servers took so long, and sending what was sent with the question
 * @param encoding reading, enciphering, coding and hashing, summed over all threads
 * @param sending waiting for servers to take data, summed over all shares
 * @param servers the same for each server; none if a helper has sent them
 * @param closing from the last block to the last share's end
 * @param pushing from the first block to the last share's end
 */
public record PushedFile(
    UriExtension uriExtension,
    int preexisting,
    SortedMap<ShareNumber, SortedSet<ServerId>> sharemap,
    Duration selection,
    Duration encoding,
    Duration sending,
    Map<ServerId, Duration> servers,
    Duration closing,
    Duration pushing) {
  /** For its capabilities. */
  public UriExtensionHash uriExtensionHash() {
    return UriExtensionHash.of(uriExtension.bytes());
  }
}
