package org.truckee.grid.immutable;

/** A URI extension block that is malformed, or does not fit the capability. */
final class UriExtensionException extends Exception {
  private static final long serialVersionUID = 1L;

  UriExtensionException(String message) {
    super("bad URI extension block: " + message);
  }
}
