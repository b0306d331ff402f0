package org.truckee.wire;

import java.time.Instant;
import java.util.Optional;
import org.truckee.storage.ServerVersion;

/**
 * How it stands with a server ({@code spec/05 §12.2}, {@code spec/07 §4.3}).
 *
 * @param connected whether the last question was answered
 * @param summary {@code unstarted}, {@code connected} or {@code failure: …}
 * @param lastContact when the last answer came
 * @param version what it last said of itself
 */
public record ConnectionStatus(
    boolean connected,
    String summary,
    Optional<Instant> lastContact,
    Optional<ServerVersion> version) {
  /** The server was not asked yet. */
  public static final ConnectionStatus UNSTARTED =
      new ConnectionStatus(false, "unstarted", Optional.empty(), Optional.empty());

  /** This status after an answer. */
  public ConnectionStatus succeeded(Instant now, ServerVersion answer) {
    return new ConnectionStatus(true, "connected", Optional.of(now), Optional.of(answer));
  }

  /** This status after a failure; what was known of the server stays. */
  public ConnectionStatus failed(String reason) {
    return new ConnectionStatus(false, "failure: " + reason, lastContact, version);
  }
}
