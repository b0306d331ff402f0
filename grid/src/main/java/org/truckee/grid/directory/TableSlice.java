package org.truckee.grid.directory;

/** A part of an array; the array is never changed. */
record TableSlice(byte[] array, int start, int end) {
  static TableSlice of(byte[] array) {
    return new TableSlice(array, 0, array.length);
  }

  int length() {
    return end - start;
  }
}
