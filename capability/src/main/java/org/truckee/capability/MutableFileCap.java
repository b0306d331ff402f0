package org.truckee.capability;

import org.truckee.crypto.StorageIndex;

/** A cap that names a file which can be overwritten by those who hold its {@link WriteCap}. */
public sealed interface MutableFileCap extends FileCap
    permits MutableWriteCap, MutableReadCap, MutableVerifyCap {
  @Override
  MutableFileCap readOnly();

  /** The format of the shares. */
  MutableFormat format();

  /** The fingerprint of the file's public key. */
  Fingerprint fingerprint();

  /** Where the shares are. */
  StorageIndex index();

  /** The cap that only grants checking the shares. */
  MutableVerifyCap verifyCap();
}
