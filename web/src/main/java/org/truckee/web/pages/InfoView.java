package org.truckee.web.pages;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a file or directory, and what can be done with it.
 *
 * @param heading what it is
 * @param facts index, size and the like
 * @param caps what grants what
 * @param open where it is looked at; empty if nowhere
 * @param raw its contents as text; empty if they cannot be had
 * @param place of the thing, for forms
 * @param health how its shares are; empty if it has none, or they were not found out
 * @param trouble why that is not known; may be empty
 * @param leases of the shares on this node's own server, a line for each
 * @param check handle of a check that may be started; empty if there is nothing to check
 * @param replaceable where to go when it was replaced; empty if it cannot be
 * @param deep the handles of the operations on all below a directory; empty for others
 */
public record InfoView(
    String heading,
    List<Fact> facts,
    List<Cap> caps,
    String open,
    String raw,
    String place,
    Optional<ShareHealth> health,
    String trouble,
    Leases leases,
    String check,
    String replaceable,
    Optional<Deep> deep) {
  /**
   * A capability.
   *
   * @param text what who has it can do
   */
  public record Cap(String name, String text, String cap) {}

  /**
   * Until when servers keep the shares.
   *
   * @param known whether this node has a server of its own, whose leases it can see
   * @param lines a line for each share
   */
  public record Leases(boolean known, List<String> lines) {}

  /** Handles that nobody else knows, for operations that may be started. */
  public record Deep(String check, String size, String stats, String manifest) {}
}
