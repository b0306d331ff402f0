package org.truckee.crypto;

/**
 * Bytes or text that should have been a key or a certificate and are not. The message says what was
 * expected and reveals nothing of the key.
 */
public final class KeyFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  KeyFormatException(String message) {
    super(message);
  }

  KeyFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
