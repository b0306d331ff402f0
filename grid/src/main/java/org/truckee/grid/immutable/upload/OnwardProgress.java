package org.truckee.grid.immutable.upload;

import java.util.concurrent.atomic.AtomicLong;
import org.truckee.grid.ProgressListener;

/** Tells of progress beyond what it told of before, when a file is sent a second time. */
final class OnwardProgress implements ProgressListener {
  private final ProgressListener listener;
  private final AtomicLong most = new AtomicLong();

  OnwardProgress(ProgressListener listener) {
    this.listener = listener;
  }

  @Override
  public void progress(long done, long total) {
    if (most.getAndAccumulate(done, Math::max) < done) {
      listener.progress(done, total);
    }
  }
}
