package org.truckee.foolscap;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.truckee.crypto.TubId;

/**
 * The other side of a connection.
 *
 * @param tubId its identity, which it has proved
 * @param address where it is, such as {@code 192.0.2.1:3457}; for people to read
 * @param connectedSince when the connection was made
 * @param lastReceived when the last bytes came from it, for people
 * @param silence for how long nothing has come from it, whatever happens to the clock
 */
public record Peer(
    TubId tubId, String address, Instant connectedSince, Instant lastReceived, Duration silence) {
  private static final ScopedValue<Peer> CALLER = ScopedValue.newInstance();

  /** The peer that called the method that is being executed; empty outside of such a method. */
  public static Optional<Peer> caller() {
    return CALLER.isBound() ? Optional.of(CALLER.get()) : Optional.empty();
  }

  /** A piece of work that can fail. */
  public interface Work<T> {
    /** Does it. */
    T run() throws Exception;
  }

  /** Does {@code work} in the name of this caller. */
  public <T> T calling(Work<T> work) throws Exception {
    return ScopedValue.where(CALLER, this).call(work::run);
  }
}
