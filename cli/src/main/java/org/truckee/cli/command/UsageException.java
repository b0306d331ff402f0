package org.truckee.cli.command;

/** The command line itself is wrong: the user gets to see the help of the command. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String hint;

  /** With a message that says what is wrong. */
  public UsageException(String message) {
    this(message, "");
  }

  /**
   * With a hint.
   *
   * @param hint a line that says what may have been meant; empty if nobody can say
   */
  public UsageException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** What may have been meant; empty if nobody can say. */
  public String hint() {
    return hint;
  }
}
