package org.truckee.grid;

/** A path names something that is not there. */
public final class NoSuchChildException extends GridException {
  private static final long serialVersionUID = 1L;

  private final String name;

  /** With the name that was looked for. */
  public NoSuchChildException(String name) {
    super("there is no child of that name");
    this.name = name;
  }

  /** The name, as the path has it; not in the message, which may be logged. */
  public String name() {
    return name;
  }
}
