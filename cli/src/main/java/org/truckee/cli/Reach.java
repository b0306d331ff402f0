package org.truckee.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.UsageException;
import org.truckee.node.HiddenPlaces;
import org.truckee.node.config.ClientEndpoint;
import org.truckee.node.config.Endpoint;
import org.truckee.node.config.NodeException;
import org.truckee.node.config.WebEndpoint;
import org.truckee.node.directory.NewPlace;
import org.truckee.node.directory.NodeDirectory;

/**
 * How others reach a new node ({@code spec/09 §11.3}).
 *
 * @param listeners the networks in which they do, in order
 * @param given the endpoint and location in the plain network, if they were named
 * @param hostname the name of this machine otherwise
 * @param tor how Tor is reached
 * @param sam where the SAM bridge of I2P is, if it was named
 */
record Reach(
    List<Listener> listeners,
    Optional<NewPlace> given,
    Optional<String> hostname,
    HiddenPlaces.TorWish tor,
    Optional<ClientEndpoint.Tcp> sam) {
  private static final Option PORT =
      Option.value("ENDPOINT", "where it listens, such as tcp:3457", "port");
  private static final Option LOCATION =
      Option.value("HINTS", "where others reach it, such as tcp:node.example.net:3457", "location");
  private static final Option HOSTNAME =
      Option.value("NAME", "the name of this machine; a free port is chosen", "hostname");
  private static final Option LISTEN =
      Option.value(
          "KINDS",
          "tcp, tor, i2p, several of them, or none if nobody shall reach it (tcp)",
          "listen");
  private static final Option TOR_LAUNCH =
      Option.flag("run a Tor of its own for --listen=tor", "tor-launch");
  private static final Option TOR_CONTROL =
      Option.value(
          "ENDPOINT", "the control port of Tor, such as tcp:127.0.0.1:9051", "tor-control-port");
  private static final Option TOR_EXECUTABLE =
      Option.value("FILE", "the program for --tor-launch", "tor-executable");
  private static final Option I2P_LAUNCH = Option.flag("not supported", "i2p-launch");
  private static final Option I2P_SAM =
      Option.value("ENDPOINT", "the SAM port of I2P (tcp:127.0.0.1:7656)", "i2p-sam-port");
  private static final Option I2P_EXECUTABLE =
      Option.value("FILE", "not supported", "i2p-executable");

  /** As port and location: what {@code tahoe.cfg} has of a node that nobody reaches. */
  private static final String DISABLED = "disabled";

  static final List<Option> OPTIONS =
      List.of(
          PORT,
          LOCATION,
          HOSTNAME,
          LISTEN,
          TOR_LAUNCH,
          TOR_CONTROL,
          TOR_EXECUTABLE,
          I2P_LAUNCH,
          I2P_SAM,
          I2P_EXECUTABLE);

  /** A network in which a node can be reached. */
  enum Listener {
    TCP,
    TOR,
    I2P
  }

  /**
   * What is asked for; empty if nobody shall reach the node.
   *
   * @param invited whether it joins a grid, for which it need not be reached
   */
  static Optional<Reach> asked(Arguments arguments, boolean invited) throws UsageException {
    Optional<String> port = arguments.value(PORT);
    Optional<String> location = arguments.value(LOCATION);
    Optional<String> hostname = arguments.value(HOSTNAME);
    String listen = arguments.value(LISTEN).orElse("tcp");
    if (listen.equals("none")) {
      requireNoPlace(port, location, hostname);
    }
    if (port.isPresent() && location.isEmpty()) {
      throw new UsageException("--port must be used with --location");
    }
    if (location.isPresent() && port.isEmpty()) {
      throw new UsageException("--location must be used with --port");
    }
    if (port.isPresent() && hostname.isPresent()) {
      throw new UsageException("--hostname cannot be used with --location/--port");
    }
    Optional<List<Listener>> listeners = listeners(listen);
    boolean tcp = List.of(listen.split(",")).contains("tcp");
    if (tcp && port.isEmpty() && hostname.isEmpty()) {
      if (invited) {
        return Optional.empty();
      }
      throw new UsageException("--listen=tcp requires --hostname=");
    }
    if (!tcp && hostname.isPresent()) {
      throw new UsageException("--listen= must be tcp to use --hostname");
    }
    HiddenPlaces.TorWish tor = tor(arguments, listeners);
    Optional<ClientEndpoint.Tcp> sam = sam(arguments, listeners);
    boolean nowhere = port.equals(Optional.of(DISABLED)) && location.equals(Optional.of(DISABLED));
    if (nowhere && !listeners.equals(Optional.of(List.of(Listener.TCP)))) {
      throw new UsageException(
          "--port=disabled means that nobody reaches the node: leave out --listen");
    }
    if (listeners.isEmpty() || nowhere) {
      return Optional.empty();
    }
    Optional<NewPlace> given = Optional.empty();
    if (port.isPresent()) {
      given =
          Optional.of(
              NewPlace.of(
                  endpoints(port.get()), Shares.oneLine("location", location.orElseThrow())));
    }
    Optional<String> host =
        hostname.isPresent() ? Optional.of(host(hostname.get())) : Optional.empty();
    return Optional.of(new Reach(listeners.get(), given, host, tor, sam));
  }

  private static void requireNoPlace(
      Optional<String> port, Optional<String> location, Optional<String> hostname)
      throws UsageException {
    if (hostname.isPresent()) {
      throw new UsageException("--hostname cannot be used when --listen=none");
    }
    if (port.isPresent() || location.isPresent()) {
      throw new UsageException("--port/--location cannot be used when --listen=none");
    }
  }

  /** Empty if there is none among them. */
  private static Optional<List<Listener>> listeners(String listen) throws UsageException {
    List<Listener> listeners = new ArrayList<>();
    boolean none = false;
    for (String word : listen.split(",", -1)) {
      switch (word) {
        case "tcp" -> listeners.add(Listener.TCP);
        case "tor" -> listeners.add(Listener.TOR);
        case "i2p" -> listeners.add(Listener.I2P);
        case "none" -> none = true;
        default -> throw new UsageException("--listen= must be one/some of: i2p, none, tcp, tor");
      }
    }
    return none ? Optional.empty() : Optional.of(listeners);
  }

  private static HiddenPlaces.TorWish tor(Arguments arguments, Optional<List<Listener>> listeners)
      throws UsageException {
    boolean listens = listeners.map(list -> list.contains(Listener.TOR)).orElse(false);
    boolean launch = arguments.has(TOR_LAUNCH);
    Optional<String> control = arguments.value(TOR_CONTROL);
    if (launch && !listens) {
      throw new UsageException("--tor-launch requires --listen=tor");
    }
    if (control.isPresent() && !listens) {
      throw new UsageException("--tor-control-port= requires --listen=tor");
    }
    if (launch && control.isPresent()) {
      throw new UsageException("use either --tor-launch or --tor-control-port=, not both");
    }
    Optional<ClientEndpoint> endpoint =
        control.isPresent()
            ? Optional.of(clientEndpoint(TOR_CONTROL, control.get()))
            : Optional.empty();
    return new HiddenPlaces.TorWish(launch, arguments.value(TOR_EXECUTABLE), endpoint);
  }

  private static Optional<ClientEndpoint.Tcp> sam(
      Arguments arguments, Optional<List<Listener>> listeners) throws UsageException {
    boolean listens = listeners.map(list -> list.contains(Listener.I2P)).orElse(false);
    boolean launch = arguments.has(I2P_LAUNCH);
    Optional<String> sam = arguments.value(I2P_SAM);
    if (launch && !listens) {
      throw new UsageException("--i2p-launch requires --listen=i2p");
    }
    if (sam.isPresent() && !listens) {
      throw new UsageException("--i2p-sam-port= requires --listen=i2p");
    }
    if (launch && sam.isPresent()) {
      throw new UsageException("use either --i2p-launch or --i2p-sam-port=, not both");
    }
    if (launch) {
      throw new UsageException("--i2p-launch is under development");
    }
    if (sam.isEmpty()) {
      return Optional.empty();
    }
    return switch (clientEndpoint(I2P_SAM, sam.get())) {
      case ClientEndpoint.Tcp tcp -> Optional.of(tcp);
      case ClientEndpoint.Unix _ ->
          throw new UsageException("--i2p-sam-port must be like tcp:127.0.0.1:7656");
    };
  }

  private static ClientEndpoint clientEndpoint(Option option, String text) throws UsageException {
    try {
      return ClientEndpoint.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--%s=%s cannot be used: %s".formatted(option.name(), text, e.getMessage()));
    }
  }

  private static String host(String name) throws UsageException {
    if (!name.matches("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]")) {
      throw new UsageException(
          "--hostname must be a name or an address, an IPv6 address in brackets");
    }
    return name;
  }

  /** Endpoints that a Tub can listen at. */
  private static String endpoints(String text) throws UsageException {
    for (String endpoint : text.split(",")) {
      if (!endpoint.equals("listen:tor") && !endpoint.equals("listen:i2p")) {
        requireEndpoint(PORT, endpoint);
      }
    }
    return Shares.oneLine(PORT.name(), text);
  }

  /** An endpoint that a Tub can use. */
  private static void requireEndpoint(Option option, String text) throws UsageException {
    require(option, text, Endpoint::parse);
  }

  /** An endpoint that a web server can use. */
  static String webEndpoint(Option option, String text) throws UsageException {
    require(option, text, endpoint -> WebEndpoint.parse(endpoint, Path.of("")));
    return text;
  }

  private static void require(Option option, String text, Consumer<String> parse)
      throws UsageException {
    Shares.oneLine(option.name(), text);
    try {
      parse.accept(text.matches("[0-9].*") ? "tcp:" + text : text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--%s=%s cannot be used: %s".formatted(option.name(), text, e.getMessage()));
    }
  }

  /**
   * Where it will be: ports are chosen, and places in other networks found.
   *
   * @throws NodeException if such a network cannot be reached
   */
  NewPlace place(HiddenPlaces hidden) throws NodeException, InterruptedException {
    NewPlace place = NewPlace.NOWHERE;
    for (Listener listener : listeners) {
      place =
          place.and(
              switch (listener) {
                case TCP -> given.isPresent() ? given.get() : chosen();
                case TOR -> hidden.tor(tor);
                case I2P -> hidden.i2p(sam);
              });
    }
    return place;
  }

  private NewPlace chosen() throws NodeException {
    int port = NodeDirectory.freePort();
    return NewPlace.of("tcp:" + port, "tcp:%s:%d".formatted(hostname.orElseThrow(), port));
  }
}
