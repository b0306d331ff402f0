package org.truckee.wire.http;

import java.time.Instant;
import java.util.Optional;
import org.truckee.storage.ServerVersion;

/**
 * How it stands with a server ({@code spec/05 §12.2}).
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
  static final ConnectionStatus UNSTARTED =
      new ConnectionStatus(false, "unstarted", Optional.empty(), Optional.empty());

  ConnectionStatus succeeded(Instant now, ServerVersion answer) {
    return new ConnectionStatus(true, "connected", Optional.of(now), Optional.of(answer));
  }

  ConnectionStatus failed(String reason) {
    return new ConnectionStatus(false, "failure: " + reason, lastContact, version);
  }
}
