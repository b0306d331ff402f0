package org.truckee.capability;

/** A cap that grants reading, but not writing. */
public sealed interface ReadCap extends KnownCapability permits FileReadCap, DirectoryReadCap {
  @Override
  ReadCap readOnly();

  @Override
  default boolean isReadOnly() {
    return true;
  }
}
