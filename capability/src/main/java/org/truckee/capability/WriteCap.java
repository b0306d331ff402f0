package org.truckee.capability;

/**
 * A cap that grants reading and writing. It is not a {@link ReadCap}: code that only reads asks for
 * a {@link ReadCap} and is handed {@link #readOnly}.
 */
public sealed interface WriteCap extends KnownCapability
    permits MutableWriteCap, DirectoryWriteCap {
  @Override
  ReadCap readOnly();

  @Override
  default boolean isReadOnly() {
    return false;
  }

  @Override
  default boolean isMutable() {
    return true;
  }
}
