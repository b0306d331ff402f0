package org.truckee.grid.immutable.download;

/** The file is cut into other segments than was guessed; now the right ones are known. */
final class WrongGuessException extends Exception {
  private static final long serialVersionUID = 1L;

  WrongGuessException() {
    super("the segments are of another size than was guessed");
  }
}
