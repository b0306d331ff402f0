package org.truckee.capability;

/** A cap that names a file. */
public sealed interface FileCap extends KnownCapability
    permits FileReadCap, FileVerifyCap, ImmutableFileCap, MutableFileCap {
  @Override
  FileCap readOnly();
}
