package org.truckee.grid;

import java.io.IOException;

/** What should be the metadata of a link is not a JSON object. */
public final class BadMetadataException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was found and what is expected. */
  public BadMetadataException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public BadMetadataException(String message, Throwable cause) {
    super(message, cause);
  }

  static BadMetadataException noJson(IOException cause) {
    return new BadMetadataException("metadata has to be a JSON object, and is no JSON", cause);
  }
}
