package org.truckee.sftp;

import java.io.IOException;

/** The file of accounts, or the key of the host, cannot be used. */
public final class AccountsException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the file and the line, and says what to do. */
  public AccountsException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public AccountsException(String message, Throwable cause) {
    super(message, cause);
  }
}
