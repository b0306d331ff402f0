package org.truckee.sftp.protocol;

/** How an operation ended, as the protocol numbers it. */
public enum StatusCode {
  OK(0),
  EOF(1),
  NO_SUCH_FILE(2),
  PERMISSION_DENIED(3),
  FAILURE(4),
  BAD_MESSAGE(5),
  OP_UNSUPPORTED(8);

  private final int number;

  StatusCode(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }
}
