package org.truckee.node.files;

/**
 * How a file is replaced.
 *
 * @param durable whether the new content, and that it has taken the place of the old one, survives
 *     the loss of power once {@link ReplacedFile#complete} has returned
 * @param ownerOnly whether nobody but its owner may read the file if it is new; one that is there
 *     keeps its mode
 * @param fixedDraft whether the draft is called {@code NAME.tmp}, so that one that a crash left
 *     behind is taken away by the next; only for files that nobody else writes at the same time
 */
public record Manner(boolean durable, boolean ownerOnly, boolean fixedDraft) {
  /** A file of the user. */
  public static final Manner USER = new Manner(false, false, false);

  /** A file of a node. */
  public static final Manner NODE = new Manner(true, false, true);

  /** A file of a node that every start makes again: losing it with the power is no loss. */
  public static final Manner DERIVED = new Manner(false, false, true);

  /** A file of a node with a secret in it. */
  public static final Manner SECRET = new Manner(true, true, true);

  /** Both: a secret that can be had again. */
  public static final Manner DERIVED_SECRET = new Manner(false, true, true);
}
