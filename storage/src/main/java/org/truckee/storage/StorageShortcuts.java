package org.truckee.storage;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;

/**
 * What takes one question to a server of ours and two to any other ({@code
 * docs/protocol-extensions.md}). Calls block and fail as those of {@link StorageServer} do.
 */
public interface StorageShortcuts {
  /** How many ranges of a share may be asked for along with a question. */
  int MAXIMUM_EXCERPTS = 64;

  /** The most bytes of all shares that are stored whole with one call. */
  int MAXIMUM_STORED = 256 << 10;

  /** Whether {@link #storeWhole} is likely to be carried out. */
  boolean storesWhole();

  /**
   * Stores small immutable shares, if the server has no complete share of the bucket. If it has
   * any, nothing is stored or refused, and all of them get a lease.
   *
   * <p>The shares that the answer has writers for are complete, and durable as after {@link
   * BucketWriter#close}. {@link BucketWriter#abort} takes such a share back, within a short time
   * and as long as nobody else has asked about the bucket meanwhile, so that nobody can rely on it.
   *
   * @param shares the contents, together at most {@value #MAXIMUM_STORED} bytes; not consumed
   * @return empty if the server does not know how to do this; nothing has happened then
   */
  Optional<Allocation> storeWhole(
      StorageIndex index, LeaseSecrets leases, Map<ShareNumber, ByteBuffer> shares)
      throws StorageException, InterruptedException;

  /**
   * All complete immutable shares of a bucket, with what the caller is likely to read first, as far
   * as the server sends it along.
   *
   * @param likely the same ranges of each share, at most {@value #MAXIMUM_EXCERPTS}; they may reach
   *     behind its end
   * @param most bytes of all shares together; excerpts of a share come whole or not at all
   */
  Map<ShareNumber, FoundShare> findShares(StorageIndex index, List<ByteRange> likely, int most)
      throws StorageException, InterruptedException;
}
