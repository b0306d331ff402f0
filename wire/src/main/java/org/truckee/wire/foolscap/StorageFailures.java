package org.truckee.wire.foolscap;

import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.RemoteFailureException;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.ViolationException;
import org.truckee.storage.BadWriteEnablerException;
import org.truckee.storage.ConflictingWriteException;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.NoSpaceException;
import org.truckee.storage.ProtocolException;
import org.truckee.storage.ServerUnavailableException;
import org.truckee.storage.StorageException;
import org.truckee.storage.UploadGoneException;

/** Storage exceptions in the terms of the wire, and back ({@code spec/06 §11}). */
final class StorageFailures {
  private static final String NO_SPACE = "allmydata.interfaces.NoSpace";
  private static final String TOO_LARGE = "allmydata.interfaces.DataTooLargeError";
  private static final String CONFLICT = "allmydata.interfaces.ConflictingWriteError";
  private static final String BAD_ENABLER = "allmydata.interfaces.BadWriteEnablerError";
  private static final String GONE = "twisted.internet.error.AlreadyCancelled";
  private static final String CONTAINER = "allmydata.storage.common.UnknownContainerVersionError";
  private static final String IMMUTABLE_CONTAINER =
      "allmydata.storage.common.UnknownImmutableContainerVersionError";

  private StorageFailures() {}

  /** What the caller is told of a failure. */
  static ReportedException told(StorageException failure) {
    String text = String.valueOf(failure.getMessage());
    RemoteFailure told =
        switch (failure) {
          case NoSpaceException _ -> RemoteFailure.of(NO_SPACE, text);
          case DataTooLargeException _ -> RemoteFailure.of(TOO_LARGE, text);
          case ConflictingWriteException _ -> RemoteFailure.of(CONFLICT, text);
          case BadWriteEnablerException _ -> RemoteFailure.of(BAD_ENABLER, text);
          case UploadGoneException _ -> RemoteFailure.of(GONE, text, "builtins.ValueError");
          case CorruptContainerException _ ->
              RemoteFailure.of(IMMUTABLE_CONTAINER, text, CONTAINER);
          default -> RemoteFailure.of("builtins.OSError", "the storage server cannot do that now");
        };
    return new ReportedException(told, failure);
  }

  /**
   * What a call that failed means.
   *
   * @param change whether it was to change something
   */
  static StorageException understood(String what, FoolscapException failure, boolean change) {
    if (failure instanceof RemoteFailureException remote) {
      return understood(what, remote);
    }
    String outcome =
        change && failure.mayBeCarriedOut() ? "; whether it was carried out is unknown" : "";
    String text = "%s: %s%s".formatted(what, failure.getMessage(), outcome);
    return failure instanceof ViolationException
        ? new ProtocolException(text, failure)
        : new ServerUnavailableException(text, failure);
  }

  private static StorageException understood(String what, RemoteFailureException remote) {
    RemoteFailure failure = remote.failure();
    String text = "%s: %s".formatted(what, failure.value());
    if (failure.is(NO_SPACE)) {
      return new NoSpaceException(text, remote);
    } else if (failure.is(TOO_LARGE)) {
      return new DataTooLargeException(text, remote);
    } else if (failure.is(CONFLICT)) {
      return new ConflictingWriteException(text, remote);
    } else if (failure.is(BAD_ENABLER)) {
      return new BadWriteEnablerException(text, remote);
    } else if (failure.is(GONE)) {
      return new UploadGoneException(text, remote);
    } else if (failure.is(CONTAINER)) {
      return new CorruptContainerException(text, remote);
    }
    return new StorageException(
        "%s: %s: %s".formatted(what, failure.type(), failure.value()), remote);
  }
}
