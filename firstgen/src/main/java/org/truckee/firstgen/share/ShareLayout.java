package org.truckee.firstgen.share;

/** The two forms of shares ({@code spec/12 §8.7, §8.8}). */
public enum ShareLayout {
  /** Of August 2007 (0.5.x): eight words before the data. */
  A(0x20),
  /** From September 2007 on (0.6.0): a version word before those. */
  B(0x24);

  private final int headerLength;

  ShareLayout(int headerLength) {
    this.headerLength = headerLength;
  }

  /** The length of what stands before the data, in bytes. */
  public int headerLength() {
    return headerLength;
  }
}
