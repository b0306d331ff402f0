package org.truckee.node.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a node reaches others and hides from them ({@code spec/09 §4.3}: {@code [connections]},
 * {@code [tor]}, {@code [i2p]}).
 *
 * @param revealAddress whether others may see the network address of this machine
 * @param tcp what connects to addresses of the plain network
 * @param tor the network Tor
 * @param i2p the network I2P
 */
public record NetworkSettings(
    boolean revealAddress, TcpHandler tcp, TorSettings tor, I2pSettings i2p) {
  /** What connects to addresses of the plain network. */
  public enum TcpHandler {
    /** A direct connection. */
    TCP,
    /** A connection through Tor. */
    TOR,
    /** I2P, which does not lead there. */
    I2P,
    /** Nothing. */
    DISABLED
  }

  /**
   * The network Tor.
   *
   * @param enabled whether connections are made through it
   * @param launch whether the node runs a Tor of its own
   * @param executable the program for that; searched for if absent
   * @param socks where a SOCKS proxy of it is
   * @param control where its control port is
   * @param onion the onion service of the node
   */
  public record TorSettings(
      boolean enabled,
      boolean launch,
      Optional<String> executable,
      Optional<ClientEndpoint.Tcp> socks,
      Optional<ClientEndpoint> control,
      Optional<Onion> onion) {
    /** Connections through a Tor that runs at one of its usual ports. */
    public static final TorSettings USUAL =
        new TorSettings(
            true, false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * An onion service.
   *
   * @param localPort where what comes for it is delivered, on the loopback interface
   * @param externalPort its port in Tor
   * @param keyFile holds its private key
   */
  public record Onion(int localPort, int externalPort, Path keyFile) {}

  /**
   * The network I2P.
   *
   * @param enabled whether connections are made through it
   * @param sam where its SAM bridge is
   * @param destination the destination of the node
   */
  public record I2pSettings(
      boolean enabled, ClientEndpoint.Tcp sam, Optional<Destination> destination) {
    /** Where a SAM bridge is usually. */
    public static final ClientEndpoint.Tcp USUAL_SAM = new ClientEndpoint.Tcp("127.0.0.1", 7656);

    /** Connections through an I2P router whose bridge is where it is usually. */
    public static final I2pSettings USUAL = new I2pSettings(true, USUAL_SAM, Optional.empty());
  }

  /**
   * A place in I2P at which the node is reached.
   *
   * @param port its port there
   * @param keyFile holds its private key
   */
  public record Destination(int port, Path keyFile) {}

  /** Direct connections, and the others where their usual programs run. */
  public static final NetworkSettings USUAL =
      new NetworkSettings(true, TcpHandler.TCP, TorSettings.USUAL, I2pSettings.USUAL);
}
