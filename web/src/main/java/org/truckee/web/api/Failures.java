package org.truckee.web.api;

import java.io.IOException;
import org.truckee.grid.GridException;
import org.truckee.grid.UnrecoverableFileException;

/** How failures are told in the middle of an answer. */
final class Failures {
  private Failures() {}

  /** One line for people. */
  static String message(IOException problem) {
    return switch (problem) {
      case GridException failure ->
          GridFailure.of(failure).message().replaceAll("\\s*\\n\\s*", " ");
      case IOException _ -> "it failed by a fault of the node; see its log";
    };
  }

  /** As in {@code NoSharesError(…)}: what programs look for ({@code spec/08 §16}). */
  static String call(IOException problem) {
    String message = message(problem);
    if (problem instanceof UnrecoverableFileException) {
      return "UnrecoverableFileError(no recoverable versions)";
    }
    int colon = message.indexOf(':');
    return message.matches("[A-Z][A-Za-z]*Error: .*")
        ? "%s(%s)".formatted(message.substring(0, colon), problem.getMessage())
        : "%s(%s)".formatted(problem.getClass().getSimpleName(), message);
  }
}
