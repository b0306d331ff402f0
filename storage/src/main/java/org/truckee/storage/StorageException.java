package org.truckee.storage;

import java.io.IOException;

/** A storage server could not do what was asked. The subclasses say why, where it matters. */
public class StorageException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried on which share. */
  public StorageException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
