package org.truckee.web.api;

import org.truckee.grid.FilesystemNode;
import org.truckee.grid.ImmutableFileNode;

/**
 * A kind of thing that a path can lead to: the first column of the route table ({@code spec/08 §3,
 * §4}).
 *
 * @param <T> what its operations are given
 * @param noun what messages call it
 */
record Kind<T>(Class<T> type, String noun) {
  /** {@code /}. */
  static final Kind<Site> WELCOME = new Kind<>(Site.class, "the welcome page");

  /** The files that pages need. */
  static final Kind<Site> STYLE_SHEET = new Kind<>(Site.class, "a part of the pages");

  /** {@code /uri}: what is not linked anywhere. */
  static final Kind<Site> UNLINKED = new Kind<>(Site.class, "/uri");

  /** {@code /uri/}: a base address that ends in a slash. */
  static final Kind<Site> EMPTY_CAP = new Kind<>(Site.class, "/uri/");

  /** An immutable file, by its read cap. */
  static final Kind<ImmutableFileNode> FILE = new Kind<>(ImmutableFileNode.class, "file");

  /** What cannot be read: a verify cap, or no known capability. */
  static final Kind<Opaque> OPAQUE = new Kind<>(Opaque.class, "unknown URI type");

  /** What this program knows and cannot handle yet. */
  static final Kind<FilesystemNode> UNSUPPORTED =
      new Kind<>(FilesystemNode.class, "mutable file or directory");

  /** A place of this site that is no node. */
  enum Site {
    HERE
  }

  /**
   * Something that shows nothing but its cap.
   *
   * @param text of the cap
   */
  record Opaque(String text) {
    @Override
    public String toString() {
      return "an opaque cap";
    }
  }
}
