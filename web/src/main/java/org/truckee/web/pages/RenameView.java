package org.truckee.web.pages;

import java.util.List;

/**
 * Asks for another name, or another directory.
 *
 * @param place of the directory
 * @param name as it is now
 * @param targets directories near by that it can be moved to
 */
public record RenameView(String place, String name, List<Target> targets) {
  /**
   * A directory that can be changed.
   *
   * @param cap it, or a path below one
   */
  public record Target(String name, String cap) {}
}
