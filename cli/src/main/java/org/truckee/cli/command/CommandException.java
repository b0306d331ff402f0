package org.truckee.cli.command;

/** A command failed. The message is all that the user sees of it. */
public sealed class CommandException extends Exception permits NoNodeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /** With the usual exit status, 1. */
  public CommandException(String message) {
    this(message, null);
  }

  /** With the exception that led to it. */
  public CommandException(String message, Throwable cause) {
    super(message, cause);
    this.status = 1;
  }

  /** With an exit status that programs know. */
  public CommandException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** With nothing to say: what there was to say has been said. */
  public static CommandException silent(int status) {
    return new CommandException(status, "");
  }

  /** The exit status of the program. */
  public int status() {
    return status;
  }
}
