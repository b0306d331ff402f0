package org.truckee.node.assist;

import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.RemoteFailureException;
import org.truckee.foolscap.ReportedException;
import org.truckee.grid.GridException;
import org.truckee.grid.NoServersException;
import org.truckee.grid.UploadUnhappinessException;
import org.truckee.grid.immutable.assist.OutOfReadersException;

/** Why an upload failed, in the terms of the wire, and back ({@code spec/06 §11}). */
final class HelperFailures {
  private static final String UNHAPPY = "allmydata.interfaces.UploadUnhappinessError";
  private static final String NO_SERVERS = "allmydata.interfaces.NoServersError";
  private static final String NO_WRITERS = "allmydata.immutable.offloaded.NotEnoughWritersError";

  private HelperFailures() {}

  /** What a client is told. */
  static ReportedException told(GridException failure) {
    String text = String.valueOf(failure.getMessage());
    RemoteFailure told =
        switch (failure) {
          case UploadUnhappinessException _ -> RemoteFailure.of(UNHAPPY, text);
          case NoServersException _ -> RemoteFailure.of(NO_SERVERS, text);
          case OutOfReadersException _ -> RemoteFailure.of(NO_WRITERS, text);
          default -> RemoteFailure.of("builtins.RuntimeError", text);
        };
    return new ReportedException(told, failure);
  }

  /** What a call that failed means to a client. */
  static GridException understood(FoolscapException failure) {
    if (failure instanceof RemoteFailureException remote) {
      RemoteFailure said = remote.failure();
      String text = "the helper says: " + said.value();
      if (said.is(UNHAPPY)) {
        return new UploadUnhappinessException(text, remote);
      }
      if (said.is(NO_SERVERS)) {
        return new NoServersException(text, remote);
      }
      return new GridException(
          "the helper failed: %s: %s".formatted(said.type(), said.value()), remote);
    }
    return new GridException(
        "the helper was lost: %s. Upload the file again: what the helper has got it keeps"
            .formatted(failure.getMessage()),
        failure);
  }
}
