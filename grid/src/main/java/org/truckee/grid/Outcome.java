package org.truckee.grid;

/** How a task of a {@link TaskScope} ended. */
public sealed interface Outcome<K, T> {
  /** What the task was started with. */
  K key();

  /** The task returned. */
  record Success<K, T>(K key, T value) implements Outcome<K, T> {}

  /** The task threw; {@link InterruptedException} if it was cancelled. */
  record Failure<K, T>(K key, Exception problem) implements Outcome<K, T> {}
}
