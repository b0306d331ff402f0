package org.truckee.grid;

/** There is a child of that name already, and it must not be replaced. */
public final class ExistingChildException extends GridException {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final boolean directory;

  /**
   * With the child that is there.
   *
   * @param directory whether only that it is a directory was the obstacle
   */
  public ExistingChildException(String name, boolean directory) {
    super(
        directory
            ? "a child of that name already exists as a directory, which is not replaced"
            : "a child of that name already exists");
    this.name = name;
    this.directory = directory;
  }

  /** The name; not in the message, which may be logged. */
  public String name() {
    return name;
  }

  /** Whether only that it is a directory was the obstacle. */
  public boolean isDirectory() {
    return directory;
  }
}
