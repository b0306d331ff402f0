package org.truckee.cli.command;

/** No node answers at the URL, so that no other request would do better. */
public final class NoNodeException extends CommandException {
  private static final long serialVersionUID = 1L;

  public NoNodeException(String message, Throwable cause) {
    super(message, cause);
  }
}
