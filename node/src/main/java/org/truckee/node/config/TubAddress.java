package org.truckee.node.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.truckee.node.config.NodeConfiguration.TubSettings;

/**
 * Where other nodes reach a node ({@code spec/09 §3.4}).
 *
 * @param endpoint where it listens
 * @param hints connection hints for others, such as {@code tcp:192.0.2.1:3457}
 */
public record TubAddress(Endpoint endpoint, List<String> hints) {
  private static final String DISABLED = "disabled";
  private static final String AUTO = "AUTO";
  private static final Set<String> PORT_ZERO =
      Set.of("0", "tcp:0", "tcp:port=0", "tcp:0:interface=127.0.0.1");

  /** What the machine has to say about it. */
  public interface Surroundings {
    /** The content of {@code client.port}, or else a free port that is written there now. */
    String chosenPort() throws ConfigurationException;

    /** The numeric IPv4 addresses of this machine, loopback included. */
    List<String> addresses() throws ConfigurationException;
  }

  /** Copies the list. */
  public TubAddress {
    hints = List.copyOf(hints);
  }

  /**
   * Works out the address from {@code tub.port} and {@code tub.location}.
   *
   * @return empty if both are {@code disabled}: the node does not want to be reached
   * @throws ConfigurationException if they contradict each other or cannot be used
   */
  public static Optional<TubAddress> resolve(TubSettings settings, Surroundings surroundings)
      throws ConfigurationException {
    Optional<String> port = stripped("tub.port", settings.port());
    Optional<String> location = stripped("tub.location", settings.location());
    boolean portDisabled = port.equals(Optional.of(DISABLED));
    boolean locationDisabled = location.equals(Optional.of(DISABLED));
    if (portDisabled && locationDisabled) {
      return Optional.empty();
    }
    if (portDisabled) {
      throw new ConfigurationException("tub.port is disabled, but not tub.location");
    }
    if (locationDisabled) {
      throw new ConfigurationException("tub.location is disabled, but not tub.port");
    }
    String text = port.isPresent() ? port.get() : surroundings.chosenPort();
    Endpoint endpoint = endpoint(text);
    return Optional.of(
        new TubAddress(endpoint, hints(location.orElse(AUTO), endpoint.port(), surroundings)));
  }

  private static Endpoint endpoint(String text) throws ConfigurationException {
    if (PORT_ZERO.contains(text)) {
      throw new ConfigurationException("tub.port cannot be 0: you must choose.");
    }
    try {
      Endpoint endpoint =
          Endpoint.parse(text.chars().allMatch(Character::isDigit) ? "tcp:" + text : text);
      if (endpoint.port() == 0) {
        throw new ConfigurationException("tub.port cannot be 0: you must choose.");
      }
      return endpoint;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "[node]tub.port '%s' cannot be used; %s".formatted(text, e.getMessage()), e);
    }
  }

  private static List<String> hints(String location, int port, Surroundings surroundings)
      throws ConfigurationException {
    List<String> hints = new ArrayList<>();
    for (String hint : location.split(",")) {
      if (hint.equals(AUTO)) {
        surroundings.addresses().forEach(address -> hints.add("tcp:" + address + ":" + port));
      } else {
        hints.add(hint);
      }
    }
    return hints;
  }

  private static Optional<String> stripped(String option, Optional<String> value)
      throws ConfigurationException {
    Optional<String> text = value.map(Python::strip);
    if (text.equals(Optional.of(""))) {
      throw new ConfigurationException(option + " must not be empty");
    }
    return text;
  }
}
