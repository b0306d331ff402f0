package org.truckee.grid.mutable;

import java.util.Arrays;
import java.util.Comparator;

/**
 * What tells one version of a file from another ({@code spec/02 §9.2}): two shares belong together
 * only if all of this is equal.
 *
 * @param header what is signed
 * @param layout where in each share the parts are
 */
public record Version(VersionHeader header, MutableShareLayout layout)
    implements Comparable<Version> {
  private static final Comparator<Version> ORDER =
      Comparator.comparing(Version::header)
          .thenComparing(version -> version.layout.table(), Arrays::compareUnsigned);

  /**
   * Reads the version of a share.
   *
   * @param head the first {@value MutableShareLayout#MAX_HEAD} bytes of the share, fewer if it has
   *     not so many
   * @throws MutableLayoutException if no share begins so
   */
  public static Version parse(byte[] head) throws MutableLayoutException {
    VersionHeader header = VersionHeader.parse(head);
    return new Version(header, MutableShareLayout.parse(header, head));
  }

  public Geometry geometry() {
    return header.geometry();
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }

  /** The short name. */
  @Override
  public String toString() {
    return header.label();
  }
}
