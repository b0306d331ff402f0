package org.truckee.node.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.truckee.node.config.NetworkSettings.Destination;
import org.truckee.node.config.NetworkSettings.I2pSettings;
import org.truckee.node.config.NetworkSettings.Onion;
import org.truckee.node.config.NetworkSettings.TcpHandler;
import org.truckee.node.config.NetworkSettings.TorSettings;

/**
 * Reads the sections {@code [connections]}, {@code [tor]} and {@code [i2p]}, and {@code
 * reveal-IP-address} ({@code spec/09 §4.3}).
 */
final class NetworkReader {
  private static final String TOR = "tor";
  private static final String I2P = "i2p";

  private final Options tahoe;
  private final List<String> notices;

  /**
   * Over a file.
   *
   * @param notices gets what the operator should know
   */
  NetworkReader(Options tahoe, List<String> notices) {
    this.tahoe = tahoe;
    this.notices = notices;
  }

  NetworkSettings read() throws ConfigurationException {
    I2pSettings i2p = i2p();
    TorSettings tor = tor();
    TcpHandler tcp = tcp(tor, i2p);
    boolean reveal = tahoe.flag("node", "reveal-ip-address", true);
    if (!reveal && tcp == TcpHandler.TCP) {
      throw new ConfigurationException(
          "Privacy requested with `reveal-IP-address = false` but `tcp = tcp` conflicts with"
              + " this.");
    }
    return new NetworkSettings(reveal, tcp, tor, i2p);
  }

  private TcpHandler tcp(TorSettings tor, I2pSettings i2p) throws ConfigurationException {
    String word = tahoe.text("connections", "tcp").orElse("tcp").toLowerCase(Locale.ROOT);
    return switch (word) {
      case "tcp" -> TcpHandler.TCP;
      case "tor" -> available(word, TcpHandler.TOR, tor.enabled());
      case "i2p" -> available(word, TcpHandler.I2P, i2p.enabled());
      case "disabled" -> TcpHandler.DISABLED;
      default ->
          throw new ConfigurationException(
              ("'tahoe.cfg [connections] tcp=' uses unknown handler type '%s'; write tcp, tor, i2p"
                      + " or disabled")
                  .formatted(word));
    };
  }

  private static TcpHandler available(String word, TcpHandler handler, boolean enabled)
      throws ConfigurationException {
    if (!enabled) {
      throw new ConfigurationException(
          ("'tahoe.cfg [connections] tcp=' uses unavailable/unimportable handler type '%s'. Remove"
                  + " 'enabled = false' from section [%s].")
              .formatted(word, word));
    }
    return handler;
  }

  private TorSettings tor() throws ConfigurationException {
    boolean launch = tahoe.flag(TOR, "launch", false);
    Optional<ClientEndpoint> control = endpoint(TOR, "control.port");
    return new TorSettings(
        tahoe.flag(TOR, "enabled", true),
        launch,
        tahoe.nonEmpty(TOR, "tor.executable"),
        tcpEndpoint(TOR, "socks.port"),
        control,
        onion(launch || control.isPresent()));
  }

  private Optional<Onion> onion(boolean controlled) throws ConfigurationException {
    if (!tahoe.flag(TOR, "onion", false)) {
      return Optional.empty();
    }
    if (!controlled) {
      throw new ConfigurationException(
          "[tor] onion = true, but we have neither launch=true nor control.port=");
    }
    for (String name : List.of("local_port", "external_port", "private_key_file")) {
      if (tahoe.text(TOR, "onion." + name).isEmpty()) {
        throw new ConfigurationException(
            "[tor] onion = true, but onion.%s= is missing".formatted(name));
      }
    }
    return Optional.of(
        new Onion(
            port(TOR, "onion.local_port"),
            port(TOR, "onion.external_port"),
            tahoe.path(TOR, "onion.private_key_file", "")));
  }

  private I2pSettings i2p() throws ConfigurationException {
    Optional<ClientEndpoint.Tcp> sam = tcpEndpoint(I2P, "sam.port");
    boolean launch = tahoe.flag(I2P, "launch", false);
    if (launch && sam.isPresent()) {
      throw new ConfigurationException("tahoe.cfg [i2p] must not set both sam.port and launch");
    }
    if (launch) {
      throw new ConfigurationException("[i2p] launch is under development.");
    }
    if (tahoe.nonEmpty(I2P, "i2p.configdir").isPresent()) {
      throw tahoe.bad(
          I2P,
          "i2p.configdir",
          "an I2P router cannot be used by way of its directory",
          "enable its SAM bridge and name that in sam.port");
    }
    if (tahoe.nonEmpty(I2P, "i2p.executable").isPresent()) {
      notices.add("[i2p]i2p.executable has no effect: start the I2P router yourself");
    }
    return new I2pSettings(
        tahoe.flag(I2P, "enabled", true),
        sam.orElse(I2pSettings.USUAL_SAM),
        destination(sam.isPresent()));
  }

  private Optional<Destination> destination(boolean bridge) throws ConfigurationException {
    if (!tahoe.flag(I2P, "dest", false)) {
      return Optional.empty();
    }
    if (!bridge) {
      throw new ConfigurationException(
          "[i2p] dest = true, but we have neither sam.port= nor launch=true nor configdir=");
    }
    for (String name : List.of("port", "private_key_file")) {
      if (tahoe.text(I2P, "dest." + name).isEmpty()) {
        throw new ConfigurationException(
            "[i2p] dest = true, but dest.%s= is missing".formatted(name));
      }
    }
    Path keyFile = tahoe.path(I2P, "dest.private_key_file", "");
    return Optional.of(new Destination(port(I2P, "dest.port"), keyFile));
  }

  private int port(String section, String option) throws ConfigurationException {
    int port = tahoe.integer(section, option, 0);
    if (port < 1 || port > 0xffff) {
      throw tahoe.bad(section, option, "Not a port: " + port, "write a number from 1 to 65535");
    }
    return port;
  }

  private Optional<ClientEndpoint> endpoint(String section, String option)
      throws ConfigurationException {
    Optional<String> text = tahoe.nonEmpty(section, option).map(Python::strip);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ClientEndpoint.parse(text.get()));
    } catch (IllegalArgumentException e) {
      throw tahoe.bad(section, option, "'" + text.get() + "' cannot be used", e.getMessage());
    }
  }

  private Optional<ClientEndpoint.Tcp> tcpEndpoint(String section, String option)
      throws ConfigurationException {
    Optional<ClientEndpoint> endpoint = endpoint(section, option);
    if (endpoint.isEmpty()) {
      return Optional.empty();
    }
    return switch (endpoint.get()) {
      case ClientEndpoint.Tcp tcp -> Optional.of(tcp);
      case ClientEndpoint.Unix unix ->
          throw tahoe.bad(
              section,
              option,
              "a Unix socket cannot be used here: " + unix.path(),
              "have the other program listen on a port of 127.0.0.1");
    };
  }
}
