package org.truckee.grid;

/** The operator of this node has prohibited the use of a file or directory. */
public final class FileProhibitedException extends GridException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /** With the reason that the operator gave. */
  public FileProhibitedException(String reason) {
    super("Access Prohibited: " + Quoted.ifNeeded(reason));
    this.reason = reason;
  }

  /** The reason, as it stands in the blacklist. */
  public String reason() {
    return reason;
  }
}
