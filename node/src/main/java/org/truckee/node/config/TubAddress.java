package org.truckee.node.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.node.config.NodeConfiguration.TubSettings;

/**
 * Where other nodes reach a node ({@code spec/09 §3.4}).
 *
 * @param endpoints where it listens; one or more
 * @param hints connection hints for others, such as {@code tcp:192.0.2.1:3457}
 */
public record TubAddress(List<TubEndpoint> endpoints, List<String> hints) {
  /** The networks whose hints say nothing of where a machine is. */
  private static final Set<String> HIDING = Set.of("tor", "i2p");

  private static final String DISABLED = "disabled";
  private static final String AUTO = "AUTO";
  private static final String CHOOSE =
      "tub.port cannot be 0: you must choose. Write a port that others can be told, as in tcp:3457";
  private static final Set<String> PORT_ZERO =
      Set.of("0", "tcp:0", "tcp:port=0", "tcp:0:interface=127.0.0.1");

  /** What the machine has to say about it. */
  public interface Surroundings {
    /** The content of {@code client.port}, or else a free port that is written there now. */
    String chosenPort() throws ConfigurationException;

    /** The numeric IPv4 addresses of this machine, loopback included. */
    List<String> addresses() throws ConfigurationException;

    /** The numeric IPv6 addresses of this machine that others can reach. */
    List<String> sixAddresses() throws ConfigurationException;
  }

  /** Copies the lists. */
  public TubAddress {
    endpoints = List.copyOf(endpoints);
    hints = List.copyOf(hints);
  }

  /**
   * Works out the address from {@code tub.port} and {@code tub.location}.
   *
   * @param reveal whether others may see the network address of this machine
   * @return empty if both are {@code disabled}: the node does not want to be reached
   * @throws ConfigurationException if they contradict each other, cannot be used, or would reveal
   *     what they must not
   */
  public static Optional<TubAddress> resolve(
      TubSettings settings, boolean reveal, Surroundings surroundings)
      throws ConfigurationException {
    Optional<String> port = stripped("tub.port", settings.port());
    Optional<String> location = stripped("tub.location", settings.location());
    boolean portDisabled = port.equals(Optional.of(DISABLED));
    boolean locationDisabled = location.equals(Optional.of(DISABLED));
    if (portDisabled && locationDisabled) {
      return Optional.empty();
    }
    if (portDisabled) {
      throw new ConfigurationException(
          "tub.port is disabled, but not tub.location: write disabled for both, or for neither");
    }
    if (locationDisabled) {
      throw new ConfigurationException(
          "tub.location is disabled, but not tub.port: write disabled for both, or for neither");
    }
    String text = port.isPresent() ? port.get() : surroundings.chosenPort();
    String ports = text.chars().allMatch(Character::isDigit) ? "tcp:" + text : text;
    List<TubEndpoint> endpoints = endpoints(ports, reveal);
    List<String> hints = new ArrayList<>();
    for (String hint : location.orElse(AUTO).split(",")) {
      if (hint.equals(AUTO)) {
        hints.addAll(automatic(endpoints, ports, reveal, surroundings));
      } else {
        hints.add(reveal ? hint : hidden(hint));
      }
    }
    return Optional.of(new TubAddress(endpoints, hints));
  }

  private static List<TubEndpoint> endpoints(String ports, boolean reveal)
      throws ConfigurationException {
    List<TubEndpoint> endpoints = new ArrayList<>();
    for (String text : ports.split(",")) {
      if (PORT_ZERO.contains(text)) {
        throw new ConfigurationException(CHOOSE);
      }
      try {
        endpoints.add(endpoint(text.strip(), reveal));
      } catch (IllegalArgumentException e) {
        throw new ConfigurationException(
            "tub.port '%s' cannot be used; %s".formatted(text, e.getMessage()), e);
      }
    }
    if (endpoints.isEmpty()) {
      throw new ConfigurationException("tub.port '%s' names no endpoint".formatted(ports));
    }
    return endpoints;
  }

  private static TubEndpoint endpoint(String text, boolean reveal) throws ConfigurationException {
    if (text.startsWith("listen:")) {
      return switch (text) {
        case "listen:tor" -> HiddenEndpoint.TOR;
        case "listen:i2p" -> HiddenEndpoint.I2P;
        default -> throw new IllegalArgumentException("only listen:tor and listen:i2p can listen");
      };
    }
    Endpoint endpoint = Endpoint.parse(text);
    if (endpoint.port() == 0) {
      throw new ConfigurationException(CHOOSE);
    }
    return reveal ? endpoint : endpoint.hidden();
  }

  /** What stands for {@code AUTO}: all addresses of this machine. */
  private static List<String> automatic(
      List<TubEndpoint> endpoints, String ports, boolean reveal, Surroundings surroundings)
      throws ConfigurationException {
    if (!reveal) {
      throw new ConfigurationException(
          "tub.location uses AUTO, which stands for the addresses of this machine, and"
              + " reveal-IP-address is false: write tor: or i2p: hints");
    }
    int port = 0;
    boolean six = false;
    for (TubEndpoint endpoint : endpoints.reversed()) {
      if (endpoint instanceof Endpoint tcp) {
        port = tcp.port();
        six |= tcp.isSix();
      }
    }
    if (port == 0) {
      throw new ConfigurationException(
          ("tub.location is AUTO, but tub.port '%s' has no TCP port; write where others reach"
                  + " the node")
              .formatted(ports));
    }
    List<String> hints = new ArrayList<>();
    for (String address : surroundings.addresses()) {
      hints.add("tcp:%s:%d".formatted(address, port));
    }
    if (six) {
      for (String address : surroundings.sixAddresses()) {
        hints.add("tcp:[%s]:%d".formatted(address, port));
      }
    }
    return hints;
  }

  private static String hidden(String hint) throws ConfigurationException {
    String text = hint.strip();
    if (new ConnectionHint(text).type().filter(HIDING::contains).isEmpty()) {
      throw new ConfigurationException(
          ("tub.location includes tcp: hint, or another that reveals this machine: '%s', and"
                  + " reveal-IP-address is false: write tor: or i2p: hints")
              .formatted(text));
    }
    return text;
  }

  private static Optional<String> stripped(String option, Optional<String> value)
      throws ConfigurationException {
    Optional<String> text = value.map(Python::strip);
    if (text.equals(Optional.of(""))) {
      throw new ConfigurationException(
          option + " must not be empty: write something, or leave the line out");
    }
    return text;
  }
}
