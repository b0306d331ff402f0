package org.truckee.grid;

/** A path goes on below something that has no children. */
public final class NotADirectoryException extends GridException {
  private static final long serialVersionUID = 1L;

  private final String name;

  /** With the name of the child that it was asked for. */
  public NotADirectoryException(String name) {
    super("files have no children; the path must end at the file");
    this.name = name;
  }

  /** The name of the child, as the path has it; not in the message, which may be logged. */
  public String name() {
    return name;
  }
}
