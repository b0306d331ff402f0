package org.truckee.grid.servers;

/**
 * Why a question to a server has no answer, sorted by what is to be done about it. The one place
 * where the exceptions of questions are sorted.
 */
public sealed interface Trouble {
  /** What was thrown. */
  Exception cause();

  /** The server did not answer, or answered that it cannot: another may, and it may later. */
  record OfServer(Exception cause) implements Trouble {}

  /** The server answered, but what it has is damaged: asking again would not help. */
  record OfData(Exception cause) implements Trouble {}

  /** The question was cancelled. */
  record Cancelled(Exception cause) implements Trouble {}

  /** For error texts. */
  default String message() {
    return switch (this) {
      case Cancelled _ -> "the question was cancelled";
      case OfServer(var cause) -> text(cause);
      case OfData(var cause) -> text(cause);
    };
  }

  /** An exception that knows what kind of trouble it is. */
  interface Sorted {
    /** This exception as trouble. */
    Trouble trouble();
  }

  /**
   * Sorts what a question has thrown. A defect, here or in what speaks to that server, counts as
   * the server's trouble: others need not suffer from it.
   */
  static Trouble of(Exception problem) {
    return switch (problem) {
      case InterruptedException e -> new Cancelled(e);
      case Sorted sorted -> sorted.trouble();
      default -> new OfServer(problem);
    };
  }

  private static String text(Exception cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
