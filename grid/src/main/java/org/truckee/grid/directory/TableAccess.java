package org.truckee.grid.directory;

import java.util.Optional;
import java.util.function.Function;
import org.truckee.capability.DirectoryCap;
import org.truckee.capability.DirectoryWriteCap;
import org.truckee.grid.CapSlots;
import org.truckee.grid.FilesystemNode;

/**
 * What is granted on the contents of a directory.
 *
 * @param cipher for the slots of write caps; empty if they cannot be read
 * @param immutable whether the directory cannot change, and so nothing below it
 * @param nodes makes the children of their caps
 */
record TableAccess(
    Optional<SlotCipher> cipher, boolean immutable, Function<CapSlots, FilesystemNode> nodes) {
  /** What a cap grants. */
  static TableAccess of(DirectoryCap cap, Function<CapSlots, FilesystemNode> nodes) {
    return new TableAccess(
        cap instanceof DirectoryWriteCap write
            ? Optional.of(new SlotCipher(write.file().writeKey()))
            : Optional.empty(),
        !cap.isMutable(),
        nodes);
  }
}
