package org.truckee.web.api;

import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.ImmutableFileNode;
import org.truckee.grid.MutableFileNode;
import org.truckee.grid.ProhibitedNode;

/**
 * A kind of thing that a path can lead to: the first column of the route table ({@code spec/08 §3,
 * §4}). Two kinds are the same only if they are one object.
 *
 * @param <T> what its operations are given
 */
final class Kind<T> {
  /** {@code /}. */
  static final Kind<Site> WELCOME = new Kind<>("the welcome page");

  /** The files that pages need. */
  static final Kind<Site> STYLE_SHEET = new Kind<>("a part of the pages");

  /** {@code /storage}: the storage server of the node. */
  static final Kind<Site> STORAGE = new Kind<>("the storage status");

  /** {@code /metrics}: figures for a program that watches the node. */
  static final Kind<Site> METRICS = new Kind<>("the metrics");

  /** {@code /statistics}. */
  static final Kind<Site> STATISTICS = new Kind<>("the statistics");

  /** {@code /helper_status}. */
  static final Kind<Site> HELPER = new Kind<>("the upload helper");

  /** {@code /uri}: what is not linked anywhere. */
  static final Kind<Site> UNLINKED = new Kind<>("/uri");

  /** {@code /uri/}: a base address that ends in a slash. */
  static final Kind<Site> EMPTY_CAP = new Kind<>("/uri/");

  /** An immutable file, by its read cap. */
  static final Kind<Reached<ImmutableFileNode>> FILE = new Kind<>("file");

  /** A mutable file, by its write or read cap. */
  static final Kind<Reached<MutableFileNode>> MUTABLE_FILE = new Kind<>("file");

  /** A directory. */
  static final Kind<Reached<Directory>> DIRECTORY = new Kind<>("directory");

  /** What the operator of the node has prohibited; it passes for a file. */
  static final Kind<Reached<ProhibitedNode>> PROHIBITED = new Kind<>("file");

  /** A name in a directory that nothing has yet, and that the request may give. */
  static final Kind<Vacancy> VACANCY = new Kind<>("free name");

  /** What cannot be read: a verify cap, or no known capability. */
  static final Kind<Reached<FilesystemNode>> OPAQUE = new Kind<>("unknown URI type");

  /** {@code /operations/HANDLE}: a deep operation, if there is one with that handle. */
  static final Kind<ShowOperation.Handle> OPERATION = new Kind<>("operation");

  private final String noun;

  private Kind(String noun) {
    this.noun = noun;
  }

  /** What messages call it. */
  String noun() {
    return noun;
  }

  /** A place of this site that is no node. */
  enum Site {
    HERE
  }
}
