package org.truckee.web.api;

import org.truckee.capability.CapabilityProblem;
import org.truckee.grid.BadCiphertextException;
import org.truckee.grid.BadMetadataException;
import org.truckee.grid.CapabilityConstraintException;
import org.truckee.grid.ChildOfWrongTypeException;
import org.truckee.grid.ExistingChildException;
import org.truckee.grid.FileProhibitedException;
import org.truckee.grid.FileTooLargeException;
import org.truckee.grid.GridException;
import org.truckee.grid.NoServersException;
import org.truckee.grid.NoSharesException;
import org.truckee.grid.NoSuchChildException;
import org.truckee.grid.NotADirectoryException;
import org.truckee.grid.NotEnoughServersException;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.NotWriteableException;
import org.truckee.grid.OffsetBeyondEndException;
import org.truckee.grid.SpoolException;
import org.truckee.grid.TooManyTransfersException;
import org.truckee.grid.UncoordinatedWriteException;
import org.truckee.grid.UnrecoverableFileException;
import org.truckee.grid.UnusableCapabilityException;
import org.truckee.grid.UnusableNameException;
import org.truckee.grid.UploadUnhappinessException;

/**
 * How an answer tells what the grid could not do ({@code spec/08 §6.4}).
 *
 * @param status of the answer
 * @param message its text; begins with the name that programs know the failure by, if it has one
 */
record GridFailure(int status, String message) {
  static final String CHILD_EXISTS =
      "There was already a child by that name, and you asked me to not replace it.";

  static GridFailure of(GridException failure) {
    return switch (failure) {
      case NoSharesException e -> new GridFailure(410, unrecoverable("NoSharesError", e));
      case NotEnoughSharesException e ->
          new GridFailure(410, unrecoverable("NotEnoughSharesError", e));
      case UnrecoverableFileException e -> new GridFailure(410, unrecoverable(e));
      case NoSuchChildException e ->
          new GridFailure(404, "No such child: " + Escapes.quotedIfNeeded(e.name()));
      case ExistingChildException _ -> new GridFailure(409, CHILD_EXISTS);
      case CapabilityConstraintException e ->
          new GridFailure(400, name(e.problem()) + ": " + e.getMessage() + child(e.problem()));
      case FileProhibitedException e -> new GridFailure(403, e.getMessage());
      case NotWriteableException e -> new GridFailure(403, "NotWriteableError: " + e.getMessage());
      case FileTooLargeException e -> new GridFailure(413, "FileTooLargeError: " + e.getMessage());
      case NotADirectoryException e -> new GridFailure(400, e.getMessage());
      case ChildOfWrongTypeException e -> new GridFailure(400, e.getMessage());
      case UnusableNameException e -> new GridFailure(400, e.getMessage());
      case BadMetadataException e -> new GridFailure(400, e.getMessage());
      case OffsetBeyondEndException e -> new GridFailure(400, e.getMessage());
      case UnusableCapabilityException e -> new GridFailure(400, e.getMessage());
      case TooManyTransfersException e -> new GridFailure(503, e.getMessage());
      case SpoolException e -> new GridFailure(507, e.getMessage());
      case UploadUnhappinessException e -> unexpected("UploadUnhappinessError", e);
      case NoServersException e -> unexpected("NoServersError", e);
      case NotEnoughServersException e -> unexpected("NotEnoughServersError", e);
      case UncoordinatedWriteException e -> unexpected("UncoordinatedWriteError", e);
      case BadCiphertextException e -> unexpected("BadCiphertextHashError", e);
      default -> unexpected(failure.getClass().getSimpleName(), failure);
    };
  }

  private static GridFailure unexpected(String name, GridException failure) {
    return new GridFailure(500, name + ": " + failure.getMessage());
  }

  private static String name(CapabilityProblem problem) {
    return switch (problem) {
      case CapabilityProblem.BadUri _ -> "BadURIError";
      case CapabilityProblem.MustBeDeepImmutable _ -> "MustBeDeepImmutableError";
      case CapabilityProblem.MustBeReadonly _ -> "MustBeReadonlyError";
      case CapabilityProblem.MustNotBeUnknownWrite _ -> "MustNotBeUnknownRWError";
    };
  }

  /** Which child it is about. */
  private static String child(CapabilityProblem problem) {
    return switch (problem) {
      case CapabilityProblem.BadUri _ -> "";
      case CapabilityProblem.MustBeDeepImmutable constraint -> child(constraint.name());
      case CapabilityProblem.MustBeReadonly constraint -> child(constraint.name());
      case CapabilityProblem.MustNotBeUnknownWrite constraint -> child(constraint.name());
    };
  }

  private static String child(String name) {
    return ": " + Escapes.quoted(name);
  }

  private static String unrecoverable(UnrecoverableFileException failure) {
    return "UnrecoverableFileError: The directory or mutable file cannot be read now: of no version"
        + " of it were enough intact shares reached. Perhaps some of its servers are not connected"
        + " at the moment, or were lost. "
        + failure.getMessage();
  }

  private static String unrecoverable(String name, GridException failure) {
    return """
    %s: The file cannot be read: not enough intact shares of it could be reached. \
    Perhaps some of its servers are not connected at the moment, or were lost. \
    See which servers are connected on the welcome page, check the file, and try again later.

    The full error message is:
    %s\
    """
        .formatted(name, failure.getMessage());
  }
}
