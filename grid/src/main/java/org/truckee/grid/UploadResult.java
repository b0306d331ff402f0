package org.truckee.grid;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.capability.FileReadCap;
import org.truckee.storage.ShareNumber;

/**
 * What an upload did ({@code spec/01 §7.2}).
 *
 * @param size bytes of plaintext
 * @param cap a {@code ChkReadCap}, or a {@code LiteralCap} for at most 55 bytes
 * @param verifyCap empty for a literal file
 * @param preexistingShares how many share numbers servers had before
 * @param sharemap the shares that were sent, and to whom
 * @param timings how long it took
 * @param sending how long each server was waited for to take data, summed over its shares; none of
 *     a file that a helper has sent
 */
public record UploadResult(
    long size,
    FileReadCap cap,
    Optional<ChkVerifyCap> verifyCap,
    int preexistingShares,
    SortedMap<ShareNumber, SortedSet<ServerId>> sharemap,
    Timings timings,
    Map<ServerId, Duration> sending) {

  /** Copies the maps. */
  public UploadResult {
    SortedMap<ShareNumber, SortedSet<ServerId>> copy = new TreeMap<>();
    sharemap.forEach(
        (share, servers) ->
            copy.put(share, Collections.unmodifiableSortedSet(new TreeSet<>(servers))));
    sharemap = Collections.unmodifiableSortedMap(copy);
    sending = Map.copyOf(sending);
  }

  /** Which shares each server was sent: {@link #sharemap} the other way round. */
  public SortedMap<ServerId, SortedSet<ShareNumber>> servermap() {
    SortedMap<ServerId, SortedSet<ShareNumber>> servermap = new TreeMap<>();
    for (Map.Entry<ShareNumber, SortedSet<ServerId>> entry : sharemap.entrySet()) {
      for (ServerId server : entry.getValue()) {
        servermap.computeIfAbsent(server, unused -> new TreeSet<>()).add(entry.getKey());
      }
    }
    return servermap;
  }

  /** How many shares were sent and are complete. */
  public int pushedShares() {
    return sharemap.values().stream().mapToInt(SortedSet::size).sum();
  }

  /**
   * How long the parts of an upload took; all zero for a literal file.
   *
   * @param total all of it
   * @param storageIndex finding the encryption key
   * @param peerSelection finding servers for the shares
   * @param cumulativeEncoding enciphering, coding and hashing, summed over all cores
   * @param cumulativeSending waiting for servers to take data, summed over all shares
   * @param hashesAndClose from the last block to the last share's end
   * @param totalEncodeAndPush from the first block to the last share's end
   */
  public record Timings(
      Duration total,
      Duration storageIndex,
      Duration peerSelection,
      Duration cumulativeEncoding,
      Duration cumulativeSending,
      Duration hashesAndClose,
      Duration totalEncodeAndPush) {
    /** Those of a literal file. */
    public static final Timings NONE =
        new Timings(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO);
  }
}
