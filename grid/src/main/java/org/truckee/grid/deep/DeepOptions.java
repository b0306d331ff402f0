package org.truckee.grid.deep;

/**
 * How a walk is done.
 *
 * @param parallelism how many directories are read, and how many nodes are worked on, at a time; ≥
 *     1
 */
public record DeepOptions(int parallelism) {
  /** Eight at a time. */
  public static final DeepOptions DEFAULT = new DeepOptions(8);

  /** One after the other. */
  public static final DeepOptions SEQUENTIAL = new DeepOptions(1);

  /** Refuses less than one. */
  public DeepOptions {
    if (parallelism < 1) {
      throw new IllegalArgumentException("a walk cannot do %d at a time".formatted(parallelism));
    }
  }
}
