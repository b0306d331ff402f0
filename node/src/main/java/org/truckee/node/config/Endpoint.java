package org.truckee.node.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a server listens: the {@code tcp} forms of a server endpoint string ({@code spec/09 §3.1}).
 *
 * @param address a numeric address or host name to bind; absent for all interfaces
 * @param port 0 … 65535, 0 for any free port
 * @param backlog how many connections may wait to be accepted
 */
public record Endpoint(Optional<String> address, int port, int backlog) implements TubEndpoint {
  /** How many connections may wait if nothing is said. */
  public static final int BACKLOG = 50;

  private static final String IPV4 = "127.0.0.1";
  private static final String LOCALHOST = "localhost";
  private static final int MAX_LENGTH = 1000;

  /** With the usual backlog. */
  public Endpoint(Optional<String> address, int port) {
    this(address, port, BACKLOG);
  }

  /**
   * Parses an endpoint such as {@code tcp:3456:interface=127.0.0.1}.
   *
   * @throws IllegalArgumentException with a reason if it is something else, or a kind of endpoint
   *     that is not supported
   */
  public static Endpoint parse(String text) {
    List<String> fields = fields(text);
    String kind = fields.getFirst();
    if (!kind.equals("tcp") && !kind.equals("tcp6")) {
      throw new IllegalArgumentException(instead(kind));
    }
    return of(kind.equals("tcp6"), fields.subList(1, fields.size()));
  }

  private static String instead(String kind) {
    return switch (kind) {
      case "ssl" ->
          "endpoints of the kind ssl are for web.port only; write tcp:PORT:interface=ADDRESS";
      case "unix" ->
          "a Unix socket is not listened at; write tcp:PORT:interface=127.0.0.1, which nobody but"
              + " this machine reaches";
      case "systemd", "fd" ->
          "a socket that another program has opened is not taken over; write"
              + " tcp:PORT:interface=ADDRESS, and have the service manager start the node without"
              + " waiting for a connection";
      default ->
          "only endpoints like tcp:3456:interface=127.0.0.1 are supported, not those of the kind '"
              + kind
              + "'";
    };
  }

  /** What the fields behind the kind say. */
  static Endpoint of(boolean six, List<String> fields) {
    String port = null;
    String address = six ? "::" : null;
    int backlog = BACKLOG;
    for (String field : fields) {
      int equals = field.indexOf('=');
      String key = equals < 0 ? (port == null ? "port" : "interface") : field.substring(0, equals);
      String value = field.substring(equals + 1);
      switch (key) {
        case "port" -> port = value;
        case "interface" -> address = value.isEmpty() ? address : value;
        case "backlog" -> backlog = number(value, Integer.MAX_VALUE);
        default -> throw new IllegalArgumentException("unknown part '" + field + "' in it");
      }
    }
    if (port == null) {
      throw new IllegalArgumentException("it names no port");
    }
    return new Endpoint(Optional.ofNullable(address), number(port, 65535), backlog);
  }

  /** This endpoint at another port. */
  public Endpoint withPort(int other) {
    return new Endpoint(address, other, backlog);
  }

  /** Whether it takes connections over IPv6, and those over IPv4 perhaps not. */
  boolean isSix() {
    return literal().filter(Inet6Address.class::isInstance).isPresent();
  }

  /**
   * The same endpoint, closed to the world: without an interface it is bound to the loopback
   * interface.
   *
   * @throws IllegalArgumentException with a reason if it is bound to where the world can see it
   */
  Endpoint hidden() {
    if (address.isEmpty() || address.get().equals(LOCALHOST)) {
      return new Endpoint(Optional.of(IPV4), port, backlog);
    }
    InetAddress bound =
        literal()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the interface is a name, and to look that up would reveal this machine"));
    boolean near =
        bound.isLoopbackAddress()
            || bound.isSiteLocalAddress()
            || bound.isLinkLocalAddress()
            || bound instanceof Inet6Address && (bound.getAddress()[0] & 0xfe) == 0xfc;
    if (!near) {
      throw new IllegalArgumentException(
          "it is open to everybody who looks at this machine; add interface=127.0.0.1");
    }
    return this;
  }

  private Optional<InetAddress> literal() {
    try {
      return address.map(InetAddress::ofLiteral);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Where programs on this machine reach what listens here ({@code spec/09 §2.1}, {@code
   * node.url}).
   *
   * @param scheme {@code http} or {@code https}
   * @param actualPort the port that it has got
   */
  String url(String scheme, int actualPort) {
    return "%s://%s:%d/"
        .formatted(scheme, address.map(Endpoint::reachable).orElse(IPV4), actualPort);
  }

  private static String reachable(String bound) {
    InetAddress literal;
    try {
      literal = InetAddress.ofLiteral(bound);
    } catch (IllegalArgumentException e) {
      return bound;
    }
    boolean six = literal instanceof Inet6Address;
    if (literal.isAnyLocalAddress()) {
      return six ? "[::1]" : IPV4;
    }
    return six ? "[" + bound.replace("%", "%25") + "]" : bound;
  }

  static int number(String text, int limit) {
    var number = Python.integer(text);
    if (number.isEmpty() || number.getAsInt() < 0 || number.getAsInt() > limit) {
      throw new IllegalArgumentException("'%s' is no number from 0 to %d".formatted(text, limit));
    }
    return number.getAsInt();
  }

  /** Splits at colons; a backslash takes the next character as it is. */
  static List<String> fields(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("it is longer than " + MAX_LENGTH + " characters");
    }
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        field.append(text.charAt(++i));
      } else if (c == ':') {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
