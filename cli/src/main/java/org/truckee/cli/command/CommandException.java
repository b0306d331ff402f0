package org.truckee.cli;

/** A command failed. The message is all that the user sees of it. */
sealed class CommandException extends Exception permits NoNodeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /** With the usual exit status, 1. */
  CommandException(String message) {
    this(message, null);
  }

  /** With the exception that led to it. */
  CommandException(String message, Throwable cause) {
    super(message, cause);
    this.status = 1;
  }

  /** With an exit status that programs know. */
  CommandException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The exit status of the program. */
  int status() {
    return status;
  }
}
