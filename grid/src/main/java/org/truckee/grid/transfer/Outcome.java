package org.truckee.grid.transfer;

/** How a task of a {@link TaskScope} ended. */
public sealed interface Outcome<K, T> {
  /** What the task was started with. */
  K key();

  /**
   * What the task returned.
   *
   * @throws Exception what the task threw instead
   */
  T value() throws Exception;

  /** The task returned. */
  record Success<K, T>(K key, T value) implements Outcome<K, T> {}

  /** The task threw; {@link InterruptedException} if it was cancelled. */
  record Failure<K, T>(K key, Exception problem) implements Outcome<K, T> {
    @Override
    public T value() throws Exception {
      throw problem;
    }
  }
}
