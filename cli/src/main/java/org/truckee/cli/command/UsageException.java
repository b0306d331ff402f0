package org.truckee.cli.command;

/** The command line itself is wrong: the user gets to see the help of the command. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a message that says what is wrong. */
  public UsageException(String message) {
    super(message);
  }
}
