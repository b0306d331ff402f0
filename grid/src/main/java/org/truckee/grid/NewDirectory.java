package org.truckee.grid;

import java.util.List;

/** A directory that shall be created ({@code spec/03 §7}). */
public sealed interface NewDirectory {
  /** Mutable and empty, as the grid does by default. */
  NewDirectory EMPTY = mutable(List.of());

  /**
   * What is in it from the beginning: links with exactly this metadata. Of two of one name the
   * later counts.
   */
  List<Link> children();

  /** One that can be changed by whoever holds its write cap. */
  record Mutable(List<Link> children, MutableOptions options) implements NewDirectory {
    /** Copies the list. */
    public Mutable {
      children = List.copyOf(children);
    }
  }

  /**
   * One that never changes, and nothing below it either. Equal ones have equal caps if the key in
   * the options is convergent.
   */
  record Immutable(List<Link> children, UploadOptions options) implements NewDirectory {
    /** Copies the list. */
    public Immutable {
      children = List.copyOf(children);
    }
  }

  /** A mutable one, as the grid does by default. */
  static NewDirectory mutable(List<Link> children) {
    return new Mutable(children, MutableOptions.DEFAULT);
  }

  /** An immutable one, convergent. */
  static NewDirectory immutable(List<Link> children) {
    return new Immutable(children, UploadOptions.DEFAULT);
  }
}
