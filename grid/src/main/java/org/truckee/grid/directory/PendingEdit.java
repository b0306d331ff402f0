package org.truckee.grid.directory;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.truckee.grid.GridException;
import org.truckee.grid.VersionMap;

/**
 * A change that somebody waits for. It is applied as often as the directory has to be written; the
 * last time counts.
 */
final class PendingEdit<T> {
  private final Edit<T> edit;
  private final Optional<VersionMap> seen;
  private final CountDownLatch done = new CountDownLatch(1);

  /** Written before the latch opens, read behind it. */
  private T result;

  private Exception failure;
  private volatile boolean abandoned;

  PendingEdit(Edit<T> edit, Optional<VersionMap> seen) {
    this.edit = edit;
    this.seen = seen;
  }

  /** What servers said before, if the change may begin with that. */
  Optional<VersionMap> seen() {
    return seen;
  }

  /** The draft with the change, or as it was if the change cannot be made. */
  TableDraft applyTo(TableDraft draft, Turn turn) {
    if (abandoned) {
      return draft;
    }
    TableDraft changed = draft.copy();
    try {
      result = edit.apply(changed, turn);
      failure = null;
      return changed;
    } catch (GridException | RuntimeException e) {
      failure = e;
      return draft;
    }
  }

  /** The draft to which the change was applied last is written. */
  void succeed() {
    done.countDown();
  }

  /** The draft was not written, or that is unknown. A fault of the change itself is told first. */
  void fail(Exception reason) {
    if (failure == null) {
      failure = reason;
    }
    done.countDown();
  }

  void abandon() {
    abandoned = true;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /** Waits until the change is written; how long, its file and its servers limit. */
  T await() throws IOException, InterruptedException {
    done.await();
    switch (failure) {
      case null -> {
        return result;
      }
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Exception e -> throw new IllegalStateException("a change declares no such exception", e);
    }
  }
}
