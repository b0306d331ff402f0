package org.truckee.wire.network.tor;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.truckee.wire.network.AddressFamily;
import org.truckee.wire.network.Place;

/**
 * Connects through Tor. Names are looked up by the other end of the circuit and never here, and
 * addresses that only mean something in this neighbourhood are refused.
 */
public final class TorFamily implements AddressFamily {
  private static final int CLASS_E = 240;

  private final SocksPorts ports;

  /** Finds the SOCKS proxy. */
  @FunctionalInterface
  public interface SocksPorts {
    /**
     * Where it may be; the first that can be connected to is used.
     *
     * @throws IOException if there is none; the message says why
     */
    List<InetSocketAddress> find(Duration limit) throws IOException, InterruptedException;
  }

  /** Through the proxy that is found. */
  public TorFamily(SocksPorts ports) {
    this.ports = ports;
  }

  @Override
  public String name() {
    return "tor";
  }

  @Override
  public boolean hides() {
    return true;
  }

  @Override
  public SocketChannel connect(Place place, Duration limit)
      throws IOException, InterruptedException {
    if (!isReachable(place.host())) {
      throw new ConnectException("ignoring non-Tor-able ipaddr " + place.host());
    }
    if (place.port() == 0) {
      throw new ConnectException("there is no port in it");
    }
    long deadline = System.nanoTime() + limit.toNanos();
    ConnectException failure = new ConnectException("there is no Tor");
    for (InetSocketAddress proxy : ports.find(limit)) {
      Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
      try {
        return Socks5.connect(proxy, place, left);
      } catch (Socks5.NoProxyException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private static boolean isReachable(String host) {
    Optional<InetAddress> literal = literal(host);
    if (literal.isEmpty()) {
      return true;
    }
    InetAddress address = literal.get();
    int first = address.getAddress()[0] & 0xff;
    return !(address instanceof Inet6Address
        || address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || first == 0
        || first >= CLASS_E);
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
