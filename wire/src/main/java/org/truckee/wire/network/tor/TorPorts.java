package org.truckee.wire.network.tor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Where the SOCKS proxy of a Tor is ({@code spec/09 §4.3}: which one is used). */
public final class TorPorts {
  private static final List<Integer> USUAL = List.of(9050, 9150);

  private TorPorts() {}

  /** Where it is known to be. */
  public static TorFamily.SocksPorts at(InetSocketAddress address) {
    return limit -> List.of(address);
  }

  /** Where Tor and the Tor Browser have it, on this machine. */
  public static TorFamily.SocksPorts usual() {
    InetAddress here = InetAddress.getLoopbackAddress();
    List<InetSocketAddress> ports =
        USUAL.stream().map(port -> new InetSocketAddress(here, port)).toList();
    return limit -> ports;
  }

  /** Where Tor says that it is, when it is asked at its control port. */
  public static TorFamily.SocksPorts of(TorAccess access) {
    return limit -> {
      try (TorControl control = access.open(limit)) {
        return control.socksPorts(limit);
      }
    };
  }
}
