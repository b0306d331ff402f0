package org.truckee.grid.mutable.retrieve;

import org.truckee.grid.servers.Trouble;

/** A share is damaged: its server answered, but not with what was signed. */
public final class BadShareException extends Exception implements Trouble.Sorted {
  private static final long serialVersionUID = 1L;

  /** With a message that says what is wrong. */
  public BadShareException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public Trouble trouble() {
    return new Trouble.OfData(this);
  }
}
