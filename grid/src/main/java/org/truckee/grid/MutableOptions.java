package org.truckee.grid;

import java.time.Duration;
import java.util.Optional;
import org.truckee.capability.MutableFormat;
import org.truckee.crypto.RsaPrivateKey;

/**
 * How a mutable file is created.
 *
 * @param format of its shares; empty for what the grid does by default
 * @param encoding k and N of the new file, N at most 255; empty for what the grid does by default.
 *     How many servers are enough does not matter for mutable files
 * @param key the key of the file; empty for a fresh one. A key that was used before is the file
 *     that exists
 * @param timeLimit for the creation; empty for as long as it takes
 */
public record MutableOptions(
    Optional<MutableFormat> format,
    Optional<EncodingParameters> encoding,
    Optional<RsaPrivateKey> key,
    Optional<Duration> timeLimit) {
  /** As the grid does by default. */
  public static final MutableOptions DEFAULT =
      new MutableOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** These options with another format. */
  public MutableOptions withFormat(MutableFormat chosen) {
    return new MutableOptions(Optional.of(chosen), encoding, key, timeLimit);
  }

  /** These options with other k and N. */
  public MutableOptions withEncoding(EncodingParameters parameters) {
    return new MutableOptions(format, Optional.of(parameters), key, timeLimit);
  }

  /** These options with a given key. */
  public MutableOptions withKey(RsaPrivateKey supplied) {
    return new MutableOptions(format, encoding, Optional.of(supplied), timeLimit);
  }

  /** These options with a time limit. */
  public MutableOptions withTimeLimit(Duration limit) {
    return new MutableOptions(format, encoding, key, Optional.of(limit));
  }
}
