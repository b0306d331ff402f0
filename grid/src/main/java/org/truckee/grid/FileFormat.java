package org.truckee.grid;

/** The formats of files. The names are those of the web API ({@code spec/08 §11.2}). */
public enum FileFormat {
  /** Immutable, in shares; literal files count as such. */
  CHK,
  /** Mutable, one segment. */
  SDMF,
  /** Mutable, many segments. */
  MDMF
}
