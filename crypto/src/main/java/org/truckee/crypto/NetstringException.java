package org.truckee.crypto;

/** Bytes that should have been netstrings and are not. */
public final class NetstringException extends Exception {
  private static final long serialVersionUID = 1L;

  NetstringException(String message, int position) {
    super("%s (at byte %d)".formatted(message, position));
  }
}
