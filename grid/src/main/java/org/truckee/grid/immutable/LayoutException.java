package org.truckee.grid.immutable;

/** A share whose header cannot be that of a share. */
public final class LayoutException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean unknownVersion;

  public LayoutException(String message) {
    this(message, false);
  }

  public LayoutException(String message, boolean unknownVersion) {
    super(message);
    this.unknownVersion = unknownVersion;
  }

  /** Whether the share may be good, but of a version made after this program. */
  public boolean isUnknownVersion() {
    return unknownVersion;
  }
}
