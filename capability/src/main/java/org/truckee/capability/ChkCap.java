package org.truckee.capability;

import org.truckee.crypto.StorageIndex;

/**
 * A cap that names an immutable file whose shares lie on servers. {@link #needed}, {@link #total}
 * and {@link #size} are what the string says, and the string may say anything ({@code spec/01
 * §5.2}): ask {@link #isUsable} before computing with them.
 */
public sealed interface ChkCap extends ImmutableFileCap permits ChkReadCap, ChkVerifyCap {
  /** The largest number of shares that a file can have. */
  int MAX_SHARES = 256;

  @Override
  ChkCap readOnly();

  /** Where the shares are. */
  StorageIndex index();

  /** The hash of the URI extension block, from which everything in a share is validated. */
  UriExtensionHash uriExtensionHash();

  /** How many shares give the file back, ≥ 0. */
  int needed();

  /** How many shares there are, ≥ 0. */
  int total();

  /** The cap that only grants checking the shares. */
  ChkVerifyCap verifyCap();

  /**
   * Whether a file can have been encoded like this: 1 ≤ needed ≤ total ≤ 256, and not empty, as an
   * empty file is always a literal one.
   */
  default boolean isUsable() {
    return 1 <= needed() && needed() <= total() && total() <= MAX_SHARES && size() >= 1;
  }
}
