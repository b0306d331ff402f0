package org.truckee.capability;

/** A cap that names a file which never changes. */
public sealed interface ImmutableFileCap extends FileCap permits ChkCap, LiteralCap {
  @Override
  ImmutableFileCap readOnly();

  /** The size of the file in bytes, ≥ 0. */
  long size();
}
