package org.truckee.storage;

/** The two kinds of share container. */
public enum ShareKind {
  IMMUTABLE,
  MUTABLE;

  /** The word for this kind on the wire and in advisories: {@code immutable} or {@code mutable}. */
  public String word() {
    return this == IMMUTABLE ? "immutable" : "mutable";
  }
}
