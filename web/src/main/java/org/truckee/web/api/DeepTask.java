package org.truckee.web.api;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.GridException;
import org.truckee.grid.deep.DeepOperation;
import org.truckee.grid.deep.Monitor;
import org.truckee.grid.deep.OperationCancelledException;
import org.truckee.grid.deep.WalkFailure;

/**
 * An operation in the background, and how its results are shown.
 *
 * @param index where the shares are of what it is about; empty if that has none
 * @param monitor runs it
 * @param view shows what there is
 * @param trouble what of the results could not be read
 */
record DeepTask<R>(
    Optional<StorageIndex> index,
    Monitor<R> monitor,
    DeepView<R> view,
    Function<R, List<WalkFailure>> trouble) {
  /** Starts an operation. */
  static <R> DeepTask<R> start(
      Optional<StorageIndex> index,
      DeepOperation<R> operation,
      DeepView<R> view,
      Function<R, List<WalkFailure>> trouble) {
    return new DeepTask<>(index, Monitor.start(operation), view, trouble);
  }

  boolean isFinished() {
    return monitor.isFinished();
  }

  void cancel() {
    monitor.cancel();
  }

  /** How it stands, in words. */
  String inShort() {
    String soFar = view.soFar(monitor.status());
    return isFinished() ? "ended: " + soFar : soFar;
  }

  /** Answers with the results so far, or of one object of them. */
  void show(Optional<String> object, WebRequest request)
      throws IOException, WebException, InterruptedException {
    requireSuccess();
    // In this order: what is finished now must be in the results.
    DeepState state = new DeepState(monitor.isFinished(), monitor.isCancelled());
    R results = monitor.status();
    requireRoot(trouble.apply(results));
    if (object.isPresent()) {
      view.showObject(results, object.get(), request);
    } else {
      view.show(results, state, request);
    }
  }

  /** An operation that was cancelled shows what it had found. */
  private void requireSuccess() throws IOException, WebException, InterruptedException {
    try {
      monitor.await(Duration.ZERO);
    } catch (OperationCancelledException e) {
      return;
    } catch (GridException e) {
      throw ErrorResponses.asPage(e);
    }
  }

  /** Without the directory itself there are no results that anybody could want. */
  private static void requireRoot(List<WalkFailure> trouble) throws WebException {
    for (WalkFailure each : trouble) {
      if (each.path().isEmpty() && each.problem() instanceof GridException failure) {
        throw ErrorResponses.asPage(failure);
      }
    }
  }
}
