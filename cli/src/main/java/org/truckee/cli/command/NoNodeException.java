package org.truckee.cli;

/** No node answers at the URL, so that no other request would do better. */
final class NoNodeException extends CommandException {
  private static final long serialVersionUID = 1L;

  NoNodeException(String message, Throwable cause) {
    super(message, cause);
  }
}
