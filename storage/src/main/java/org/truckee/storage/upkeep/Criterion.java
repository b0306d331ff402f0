package org.truckee.storage.upkeep;

/** By what a share is counted in a walk of the lease checker ({@code spec/04 §14.4}). */
public enum Criterion {
  /** It was deleted. */
  ACTUAL("actual"),
  /** All of its leases have ended as they were granted. */
  ORIGINAL("original"),
  /** All of its leases have ended as it is configured now. */
  CONFIGURED("configured"),
  /** It was looked at. */
  EXAMINED("examined");

  private final String word;

  Criterion(String word) {
    this.word = word;
  }

  /** As in the names of figures. */
  String word() {
    return word;
  }
}
