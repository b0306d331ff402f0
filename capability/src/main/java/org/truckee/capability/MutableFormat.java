package org.truckee.capability;

/** The two share formats of mutable files ({@code spec/02 §4}); a cap says which one. */
public enum MutableFormat {
  /** One segment, {@code URI:SSK:}. */
  SDMF,
  /** Many segments, {@code URI:MDMF:}. */
  MDMF
}
