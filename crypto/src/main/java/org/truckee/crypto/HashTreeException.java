package org.truckee.crypto;

/** Hashes that do not fit into a hash tree. The tree is unchanged. */
public final class HashTreeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean contradiction;

  HashTreeException(String message, boolean contradiction) {
    super(message);
    this.contradiction = contradiction;
  }

  /** True if a hash is wrong; false if there were only too few hashes to tell. */
  public boolean isContradiction() {
    return contradiction;
  }
}
