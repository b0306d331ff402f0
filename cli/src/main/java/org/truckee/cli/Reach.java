package org.truckee.cli;

import java.util.List;
import java.util.Optional;
import org.truckee.node.config.Endpoint;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NodeDirectory;

/**
 * How others reach a new node ({@code spec/09 §11.3}).
 *
 * @param given the endpoint and location, if they were named
 * @param hostname the name of this machine otherwise
 */
record Reach(Optional<Place> given, Optional<String> hostname) {
  private static final Option PORT =
      Option.value("ENDPOINT", "where it listens, such as tcp:3457", "port");
  private static final Option LOCATION =
      Option.value("HINTS", "where others reach it, such as tcp:node.example.net:3457", "location");
  private static final Option HOSTNAME =
      Option.value("NAME", "the name of this machine; a free port is chosen", "hostname");
  private static final Option LISTEN =
      Option.value("KIND", "tcp, or none if nobody shall reach it (tcp)", "listen");

  static final List<Option> OPTIONS = List.of(PORT, LOCATION, HOSTNAME, LISTEN);

  /** {@code tub.port} and {@code tub.location}. */
  record Place(String port, String location) {}

  /** What is asked for; empty if nobody shall reach the node. */
  static Optional<Reach> asked(Arguments arguments) throws UsageException {
    Optional<String> port = arguments.value(PORT);
    Optional<String> location = arguments.value(LOCATION);
    Optional<String> hostname = arguments.value(HOSTNAME);
    String listen = arguments.value(LISTEN).orElse("tcp");
    if (listen.equals("none")) {
      if (hostname.isPresent()) {
        throw new UsageException("--hostname cannot be used when --listen=none");
      }
      if (port.isPresent() || location.isPresent()) {
        throw new UsageException("--port/--location cannot be used when --listen=none");
      }
      return Optional.empty();
    }
    if (port.isPresent() && location.isEmpty()) {
      throw new UsageException("--location must be used with --port");
    }
    if (location.isPresent() && port.isEmpty()) {
      throw new UsageException("--port must be used with --location");
    }
    if (port.isPresent() && hostname.isPresent()) {
      throw new UsageException("--hostname cannot be used with --location/--port");
    }
    if (!listen.equals("tcp")) {
      throw new UsageException("--listen= must be one of: none, tcp");
    }
    if (port.isEmpty() && hostname.isEmpty()) {
      throw new UsageException("--listen=tcp requires --hostname=");
    }
    Optional<Place> given = Optional.empty();
    if (port.isPresent()) {
      given =
          Optional.of(
              new Place(
                  endpoint(PORT, port.get()), Shares.oneLine("location", location.orElseThrow())));
    }
    return Optional.of(
        new Reach(
            given, hostname.isPresent() ? Optional.of(host(hostname.get())) : Optional.empty()));
  }

  private static String host(String name) throws UsageException {
    if (!name.matches("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]")) {
      throw new UsageException(
          "--hostname must be a name or an address, an IPv6 address in brackets");
    }
    return name;
  }

  /** An endpoint that can be used. */
  static String endpoint(Option option, String text) throws UsageException {
    String kind = text.matches("[0-9].*") ? "tcp:" + text : text;
    try {
      Endpoint.parse(kind);
      return Shares.oneLine(option.name(), text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--%s=%s cannot be used: %s".formatted(option.name(), text, e.getMessage()));
    }
  }

  /** Where it will be; a port is chosen if none was named. */
  Place place() throws NodeException {
    if (given.isPresent()) {
      return given.get();
    }
    int port = NodeDirectory.freePort();
    return new Place("tcp:" + port, "tcp:%s:%d".formatted(hostname.orElseThrow(), port));
  }
}
