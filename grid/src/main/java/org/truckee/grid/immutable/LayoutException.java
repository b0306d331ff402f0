package org.truckee.grid.immutable;

/** A share whose header cannot be that of a share. */
final class LayoutException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean unknownVersion;

  LayoutException(String message) {
    this(message, false);
  }

  LayoutException(String message, boolean unknownVersion) {
    super(message);
    this.unknownVersion = unknownVersion;
  }

  /** Whether the share may be good, but of a version made after this program. */
  boolean isUnknownVersion() {
    return unknownVersion;
  }
}
