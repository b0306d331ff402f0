package org.truckee.grid;

import java.time.Duration;
import java.util.Optional;

/**
 * What one upload does differently from the others of its grid.
 *
 * @param encoding how the file is spread; empty for what the grid does by default
 * @param key where the encryption key comes from
 * @param progress hears of the plaintext bytes whose shares were sent
 * @param timeLimit for the whole upload; empty for as long as it takes
 */
public record UploadOptions(
    Optional<EncodingParameters> encoding,
    KeyChoice key,
    ProgressListener progress,
    Optional<Duration> timeLimit) {
  /** As the grid does by default. */
  public static final UploadOptions DEFAULT =
      new UploadOptions(
          Optional.empty(), KeyChoice.CONVERGENT, ProgressListener.NONE, Optional.empty());

  /** These options with other encoding parameters. */
  public UploadOptions withEncoding(EncodingParameters parameters) {
    return new UploadOptions(Optional.of(parameters), key, progress, timeLimit);
  }

  /** These options with another choice of key. */
  public UploadOptions withKey(KeyChoice choice) {
    return new UploadOptions(encoding, choice, progress, timeLimit);
  }

  /** These options with another convergence secret than the grid's. */
  public UploadOptions withConvergenceSecret(ConvergenceSecret secret) {
    return withKey(new KeyChoice.Convergent(Optional.of(secret)));
  }

  /** These options with a listener. */
  public UploadOptions withProgress(ProgressListener listener) {
    return new UploadOptions(encoding, key, listener, timeLimit);
  }

  /** These options with a time limit for the whole upload. */
  public UploadOptions withTimeLimit(Duration limit) {
    return new UploadOptions(encoding, key, progress, Optional.of(limit));
  }
}
