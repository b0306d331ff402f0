package org.truckee.node.assist;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.truckee.foolscap.CallTimeoutException;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.value.Value;
import org.truckee.grid.GridException;
import org.truckee.grid.immutable.upload.HelperReport;
import org.truckee.grid.immutable.upload.OfferedFile;
import org.truckee.grid.immutable.upload.UploadHelper;
import org.truckee.grid.transfer.Outcome;
import org.truckee.grid.transfer.TaskScope;

/** A helper that there is a connection with ({@code spec/07 §10.3}). */
final class ConnectedHelper implements UploadHelper {
  private final RemoteReference reference;
  private final HelperLimits limits;

  ConnectedHelper(RemoteReference reference, HelperLimits limits) {
    this.reference = reference;
    this.limits = limits;
  }

  boolean isAlive() {
    return reference.isAlive();
  }

  @Override
  public HelperReport upload(OfferedFile file) throws IOException, InterruptedException {
    try {
      RemoteHelper.Answer answer =
          reference.as(RemoteHelper.Helper.class, limits.call()).uploadChk(file.index().bytes());
      if (answer.upload().isEmpty()) {
        return UploadReports.fromValue(answer.results());
      }
      RemoteReference upload = RemoteReference.behind(answer.upload().get()).orElseThrow();
      return UploadReports.fromValue(upload(upload, file));
    } catch (FoolscapException e) {
      throw HelperFailures.understood(e);
    } catch (ReportedException e) {
      throw new IllegalStateException("only the called side reports", e);
    }
  }

  /** Waits for the end as long as the helper lives and does something. */
  private Value upload(RemoteReference upload, OfferedFile file)
      throws IOException, FoolscapException, InterruptedException {
    Duration patience = limits.idle(file.geometry().fileSize());
    OfferedObject offered = new OfferedObject(file);
    try (TaskScope<String, Value> scope = new TaskScope<>("assisted upload")) {
      // It can be at work for days; whether it is, is looked at here.
      RemoteHelper.Upload remote = upload.as(RemoteHelper.Upload.class, Duration.ofDays(10_000));
      scope.fork("upload", () -> remote.upload(offered));
      Optional<Outcome<String, Value>> outcome = scope.next(limits.look());
      while (outcome.isEmpty()) {
        requireSignOfLife();
        if (offered.idle() > patience.toNanos()) {
          throw new GridException(
              "the helper has neither asked for anything nor come to an end for %d minutes"
                  .formatted(patience.toMinutes()));
        }
        outcome = scope.next(limits.look());
      }
      return outcome.get().value(FoolscapException.class);
    }
  }

  private void requireSignOfLife() throws FoolscapException, InterruptedException {
    if (reference.peer().silence().compareTo(limits.look()) < 0) {
      return;
    }
    try {
      reference.ping(limits.silence());
    } catch (CallTimeoutException e) {
      // It may be busy with what we have sent: any byte counts.
      if (reference.peer().silence().compareTo(limits.silence()) >= 0) {
        throw e;
      }
    }
  }
}
