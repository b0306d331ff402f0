package org.truckee.node.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * The owner of a file, and its permissions.
 *
 * @param owner the user
 * @param group the group
 * @param mode what they and others may do
 */
record Ownership(UserPrincipal owner, GroupPrincipal group, Set<PosixFilePermission> mode) {
  static Ownership of(Path file) throws IOException {
    PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
    return new Ownership(found.owner(), found.group(), Set.copyOf(found.permissions()));
  }

  /**
   * Makes another file so; who it belongs to first, so that nobody reads it who may not.
   *
   * @return whether we can; the other file is still its maker's alone if not
   */
  boolean give(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    PosixFileAttributes now = view.readAttributes();
    try {
      if (!now.owner().equals(owner)) {
        view.setOwner(owner);
      }
      if (!now.group().equals(group)) {
        view.setGroup(group);
      }
    } catch (IOException e) {
      return false;
    }
    view.setPermissions(mode);
    return true;
  }
}
