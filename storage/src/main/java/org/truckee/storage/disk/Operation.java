package org.truckee.storage.disk;

/** What is counted, under the name that the reference uses ({@code spec/04 §15}). */
enum Operation {
  ALLOCATE("allocate"),
  WRITE("write"),
  CLOSE("close"),
  ABORT("abort"),
  READ("read"),
  GET("get"),
  WRITEV("writev"),
  READV("readv"),
  ADD_LEASE("add-lease");

  private final String word;

  Operation(String word) {
    this.word = word;
  }

  /** The name in the statistics. */
  String word() {
    return word;
  }
}
