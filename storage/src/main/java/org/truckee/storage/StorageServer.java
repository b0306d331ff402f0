package org.truckee.storage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.truckee.crypto.StorageIndex;

/**
 * A storage server, wherever it is ({@code spec/04 §7–12}).
 *
 * <p>All methods block, may be called from many threads at once, and may be cancelled by an
 * interrupt. Each call has a time limit of the implementation's own, after which it fails with
 * {@link ServerUnavailableException}; a caller that wants less interrupts. A failed call says
 * nothing about whether the server carried it out.
 */
public interface StorageServer {
  /** What the server can take and what it is. Also the cheapest sign of life. */
  ServerVersion version() throws StorageException, InterruptedException;

  /**
   * Asks for space for immutable shares of one size. Adds or renews a lease on every complete share
   * of the bucket, asked for or not.
   *
   * @param shares the share numbers wanted, at most 256; may be empty
   * @param allocatedSize bytes in each share, ≥ 0
   */
  Allocation allocateBuckets(
      StorageIndex index, LeaseSecrets leases, Set<ShareNumber> shares, long allocatedSize)
      throws StorageException, InterruptedException;

  /** Readers for all complete immutable shares of a bucket; none if the index is unknown. */
  Map<ShareNumber, BucketReader> getBuckets(StorageIndex index)
      throws StorageException, InterruptedException;

  /** What this server does with fewer questions than others; empty if it does nothing so. */
  default Optional<StorageShortcuts> shortcuts() {
    return Optional.empty();
  }

  /** Adds or renews a lease on every share, immutable or mutable. Nothing if there is none. */
  void addLease(StorageIndex index, LeaseSecrets leases)
      throws StorageException, InterruptedException;

  /**
   * Reads ranges of mutable shares.
   *
   * @param shares the shares to read; empty for all that exist
   * @return one entry for every share that was named and exists, its data in the order of the
   *     ranges; reads past the end are shortened
   */
  Map<ShareNumber, List<byte[]>> readSlot(
      StorageIndex index, Set<ShareNumber> shares, List<ReadVector> ranges)
      throws StorageException, InterruptedException;

  /**
   * Tests mutable shares, reads ranges of all of them as they are before the change, and if all
   * tests pass changes them; nothing else happens to the slot meanwhile ({@code spec/04 §10.2}).
   *
   * @throws BadWriteEnablerException if a share of the slot has another write enabler
   */
  SlotAnswer readTestWrite(
      StorageIndex index,
      SlotSecrets secrets,
      Map<ShareNumber, ShareUpdate> updates,
      List<ReadVector> ranges)
      throws StorageException, InterruptedException;

  /**
   * Tells the operator that a share is damaged. Nothing happens to the share; an unknown share is
   * no error.
   *
   * @param reason what was found, at most 32757 bytes of UTF-8
   */
  void adviseCorruptShare(ShareKind kind, StorageIndex index, ShareNumber share, String reason)
      throws StorageException, InterruptedException;
}
