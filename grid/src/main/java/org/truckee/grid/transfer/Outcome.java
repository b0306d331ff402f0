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

  /**
   * What the task returned, of a task that declares only one kind of exception.
   *
   * @throws X if the task threw it
   * @throws InterruptedException if it was cancelled
   */
  default <X extends Exception> T value(Class<X> declared) throws X, InterruptedException {
    return switch (this) {
      case Success<K, T> success -> success.value();
      case Failure<K, T> failure -> {
        switch (failure.problem()) {
          case InterruptedException e -> throw e;
          case RuntimeException e -> throw e;
          case Exception e when declared.isInstance(e) -> throw declared.cast(e);
          case Exception e ->
              throw new IllegalStateException("the task declares no such exception", e);
        }
      }
    };
  }

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
