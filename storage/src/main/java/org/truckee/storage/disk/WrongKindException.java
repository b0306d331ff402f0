package org.truckee.storage.disk;

import org.truckee.storage.StorageException;

/** The storage index belongs to a file of the other kind, immutable or mutable. */
final class WrongKindException extends StorageException {
  private static final long serialVersionUID = 1L;

  WrongKindException(String message) {
    super(message);
  }
}
