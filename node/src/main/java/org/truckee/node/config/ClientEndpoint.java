package org.truckee.node.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where another program on this machine or near it listens ({@code spec/09 §3.2}): the control port
 * of Tor, say.
 */
public sealed interface ClientEndpoint {
  /**
   * A TCP port.
   *
   * @param host a name or a numeric address
   * @param port 1 … 65535
   */
  record Tcp(String host, int port) implements ClientEndpoint {
    private static final String LOCALHOST = "localhost";

    /**
     * The address to connect to.
     *
     * @param reveal whether a name may be looked up: that reveals this machine
     * @throws ConfigurationException if it would have to be, and may not
     */
    public InetSocketAddress address(boolean reveal) throws ConfigurationException {
      if (host.equals(LOCALHOST)) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
      }
      try {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
      } catch (IllegalArgumentException e) {
        if (!reveal) {
          throw new ConfigurationException(
              ("'%s' is a name, and to look it up would reveal this machine (reveal-IP-address ="
                      + " false); write the address")
                  .formatted(text()),
              e);
        }
        return new InetSocketAddress(host, port);
      }
    }
  }

  /** A Unix socket. */
  record Unix(Path path) implements ClientEndpoint {}

  /**
   * Parses {@code tcp:HOST:PORT} or {@code unix:PATH}.
   *
   * @throws IllegalArgumentException with a reason if it is something else
   */
  static ClientEndpoint parse(String text) {
    List<String> fields = Endpoint.fields(text);
    return switch (fields.getFirst()) {
      case "tcp" -> tcp(fields);
      case "unix" -> unix(fields);
      default ->
          throw new IllegalArgumentException(
              "write an endpoint like tcp:127.0.0.1:9051 or unix:/run/tor/control");
    };
  }

  private static Tcp tcp(List<String> fields) {
    String host = "";
    String port = "";
    int position = 0;
    for (String field : fields.subList(1, fields.size())) {
      int equals = field.indexOf('=');
      String key = equals < 0 ? (position++ == 0 ? "host" : "port") : field.substring(0, equals);
      String value = field.substring(equals + 1);
      switch (key) {
        case "host" -> host = value;
        case "port" -> port = value;
        default -> throw new IllegalArgumentException("unknown part '" + field + "' in it");
      }
    }
    if (host.isEmpty() || port.isEmpty()) {
      throw new IllegalArgumentException("it lacks a host or a port, as in tcp:127.0.0.1:9051");
    }
    int number = Endpoint.number(port, 65535);
    if (number == 0) {
      throw new IllegalArgumentException("nothing listens on port 0");
    }
    return new Tcp(host, number);
  }

  private static Unix unix(List<String> fields) {
    if (fields.size() != 2 || fields.get(1).isEmpty()) {
      throw new IllegalArgumentException("it is no path, as in unix:/run/tor/control");
    }
    try {
      return new Unix(Path.of(fields.get(1).replaceFirst("^path=", "")));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("it is no path: " + e.getReason(), e);
    }
  }

  /**
   * The address to connect to.
   *
   * @param reveal whether a name may be looked up
   * @throws ConfigurationException if it would have to be, and may not
   */
  default SocketAddress near(boolean reveal) throws ConfigurationException {
    return switch (this) {
      case Tcp tcp -> tcp.address(reveal);
      case Unix(Path path) -> UnixDomainSocketAddress.of(path);
    };
  }

  /** As it stands in a configuration. */
  default String text() {
    return switch (this) {
      case Tcp(String host, int port) -> "tcp:" + host.replace(":", "\\:") + ":" + port;
      case Unix(Path path) -> "unix:" + path.toString().replace(":", "\\:");
    };
  }
}
