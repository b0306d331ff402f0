package org.truckee.grid;

/** Whether a new link replaces one of its name ({@code spec/03 §6.3}). */
public enum Overwrite {
  /** Whatever is there. */
  ALWAYS,
  /** What is no directory. */
  ONLY_FILES,
  /** Nothing. */
  NEVER
}
