package org.truckee.cli;

/** The command line itself is wrong: the user gets to see the help of the command. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a message that says what is wrong. */
  UsageException(String message) {
    super(message);
  }
}
