package org.truckee.firstgen.download;

import java.io.IOException;

/** A download has been ended by its {@link Canceller}. */
public final class DownloadCancelledException extends IOException {
  private static final long serialVersionUID = 1L;

  DownloadCancelledException() {
    super("the download was cancelled");
  }
}
