package org.truckee.foolscap.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How a connection behaves ({@code spec/06 §14, §15}).
 *
 * @param keepalive after how much silence a PING is sent; empty for never
 * @param disconnect after how much silence the connection is given up; empty for never
 * @param stall how long the peer may refuse to take what is sent to it
 * @param callLimit how long calls may take of the remote objects that our objects are given
 * @param untypedLimit how much memory the arguments of a call without schema, or its answer, may
 *     take, in bytes
 * @param acceptGifts whether references to objects of third Tubs are accepted
 * @param copyables the names of the classes whose objects are accepted as values
 * @param oldNames whether failures are told in the names that Python 2 had for its exceptions
 */
public record ConnectionOptions(
    Optional<Duration> keepalive,
    Optional<Duration> disconnect,
    Duration stall,
    Duration callLimit,
    long untypedLimit,
    boolean acceptGifts,
    Set<String> copyables,
    boolean oldNames) {

  /** Copies the set. */
  public ConnectionOptions {
    copyables = Set.copyOf(copyables);
  }

  /** With the names that exceptions have today. */
  public ConnectionOptions(
      Optional<Duration> keepalive,
      Optional<Duration> disconnect,
      Duration stall,
      Duration callLimit,
      long untypedLimit,
      boolean acceptGifts,
      Set<String> copyables) {
    this(keepalive, disconnect, stall, callLimit, untypedLimit, acceptGifts, copyables, false);
  }
}
