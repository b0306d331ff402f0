package org.truckee.grid;

import java.time.Duration;
import java.util.Optional;

/**
 * What one download does differently from the others of its grid.
 *
 * @param progress hears of the plaintext bytes that were handed on
 * @param timeLimit for the whole download; empty for as long as it takes
 */
public record DownloadOptions(ProgressListener progress, Optional<Duration> timeLimit) {
  /** As the grid does by default. */
  public static final DownloadOptions DEFAULT =
      new DownloadOptions(ProgressListener.NONE, Optional.empty());

  /** These options with a listener. */
  public DownloadOptions withProgress(ProgressListener listener) {
    return new DownloadOptions(listener, timeLimit);
  }

  /** These options with a time limit for the whole download. */
  public DownloadOptions withTimeLimit(Duration limit) {
    return new DownloadOptions(progress, Optional.of(limit));
  }
}
