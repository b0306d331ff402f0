package org.truckee.storage;

import java.nio.ByteBuffer;
import java.util.HashMap;
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
  /** How many ranges of a share may be asked for along with a question. */
  int MAXIMUM_EXCERPTS = 64;

  /** The most bytes of all shares that are stored whole with one call. */
  int MAXIMUM_STORED = 256 << 10;

  /** What the server can take and what it is. Also the cheapest sign of life. */
  ServerVersion version() throws StorageException, InterruptedException;

  /**
   * Asks for space for immutable shares of one size. Adds or renews a lease on every complete share
   * of the bucket, asked for or not.
   *
   * <p>A share number that is in neither part of the answer does not fit, or is being uploaded by
   * somebody else.
   *
   * @param shares the share numbers wanted, at most 256; may be empty
   * @param allocatedSize bytes in each share, ≥ 0
   */
  Allocation allocateBuckets(
      StorageIndex index, LeaseSecrets leases, Set<ShareNumber> shares, long allocatedSize)
      throws StorageException, InterruptedException;

  /** Whether {@link #storeWhole} is likely to be carried out. */
  default boolean storesWhole() {
    return false;
  }

  /**
   * Stores small immutable shares with one question instead of two, if the server has no complete
   * share of the bucket ({@code docs/protocol-extensions.md}). If it has any, nothing is stored,
   * and all of them get a lease.
   *
   * <p>The shares that the answer has writers for are complete, and durable as after {@link
   * BucketWriter#close}. {@link BucketWriter#abort} takes such a share back, within a short time
   * and as long as nobody else has asked about the bucket meanwhile, so that nobody can rely on it.
   *
   * @param shares the contents, together at most {@value #MAXIMUM_STORED} bytes; not consumed
   * @return empty if the server does not know how to do this; nothing has happened then
   */
  default Optional<Allocation> storeWhole(
      StorageIndex index, LeaseSecrets leases, Map<ShareNumber, ByteBuffer> shares)
      throws StorageException, InterruptedException {
    return Optional.empty();
  }

  /** Readers for all complete immutable shares of a bucket; none if the index is unknown. */
  Map<ShareNumber, BucketReader> getBuckets(StorageIndex index)
      throws StorageException, InterruptedException;

  /**
   * The same, and what the caller is likely to read first, if the server can send it along ({@code
   * docs/protocol-extensions.md}). Nothing comes along otherwise.
   *
   * @param likely the same ranges of each share, at most {@value #MAXIMUM_EXCERPTS}; they may reach
   *     behind its end
   * @param most bytes of all shares together; excerpts of a share come whole or not at all
   */
  default Map<ShareNumber, FoundShare> findShares(
      StorageIndex index, List<ByteRange> likely, int most)
      throws StorageException, InterruptedException {
    Map<ShareNumber, FoundShare> found = new HashMap<>();
    getBuckets(index).forEach((share, reader) -> found.put(share, FoundShare.of(reader)));
    return found;
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
