package org.truckee.grid.immutable;

/** A URI extension block that is malformed, or does not fit the capability. */
public final class UriExtensionException extends Exception {
  private static final long serialVersionUID = 1L;

  public UriExtensionException(String message) {
    super("bad URI extension block: " + message);
  }
}
