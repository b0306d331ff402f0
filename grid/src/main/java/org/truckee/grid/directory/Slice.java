package org.truckee.grid.directory;

/** A part of an array, which nobody changes. */
record Slice(byte[] array, int start, int end) {
  static Slice of(byte[] array) {
    return new Slice(array, 0, array.length);
  }

  int length() {
    return end - start;
  }
}
