package org.truckee.sftp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down who tries keys: each connection that ends without a login costs its address some time,
 * and once that adds up to more than a little, further connections are refused until it is over.
 * Thread-safe.
 */
final class Penalties {
  private static final Duration OF_ONE = Duration.ofSeconds(5);
  private static final Duration FORGIVEN = Duration.ofSeconds(15);
  private static final Duration MOST = Duration.ofMinutes(5);
  private static final int MOST_ADDRESSES = 10_000;

  /** Whoever has one address of a network like that has all of them. */
  private static final int NETWORK_OF_SIX = 8;

  private final LongSupplier nanoTime;
  private final Map<Network, Long> until = new LinkedHashMap<>();

  /** An address, or the network that it is one of. */
  private record Network(byte[] prefix) {
    static Network of(InetAddress address) {
      byte[] bytes = address.getAddress();
      return new Network(
          address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_OF_SIX) : bytes);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Network(byte[] theirs) && Arrays.equals(prefix, theirs);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(prefix);
    }
  }

  /** With a clock in nanoseconds that never goes back. */
  Penalties(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether an address has to wait. */
  synchronized boolean isRefused(InetAddress address) {
    return left(Network.of(address)) > FORGIVEN.toNanos();
  }

  /** A connection of an address ended without a login. */
  synchronized void failed(InetAddress address) {
    Network network = Network.of(address);
    long penalty = Math.min(MOST.toNanos(), left(network) + OF_ONE.toNanos());
    until.remove(network);
    forgetSome();
    until.put(network, nanoTime.getAsLong() + penalty);
  }

  /** Somebody at an address has the right key. */
  synchronized void succeeded(InetAddress address) {
    until.remove(Network.of(address));
  }

  private long left(Network network) {
    Long end = until.get(network);
    return end == null ? 0 : Math.max(0, end - nanoTime.getAsLong());
  }

  /** Those whose time is over, and if there are still too many, who has been here longest. */
  private void forgetSome() {
    if (until.size() >= MOST_ADDRESSES) {
      until.values().removeIf(end -> end - nanoTime.getAsLong() <= 0);
      Iterator<Network> oldest = until.keySet().iterator();
      while (until.size() >= MOST_ADDRESSES) {
        oldest.next();
        oldest.remove();
      }
    }
  }
}
