package org.truckee.wire.network;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.truckee.foolscap.ConnectionHint;

/**
 * A place that can be connected to.
 *
 * @param host a name or a numeric address, an IPv6 address without brackets
 * @param port 0 … 65535; 0 if the place has none, as those of I2P may
 */
public record Place(String host, int port) {
  private static final int MAX_PORT = 0xffff;
  private static final int MAX_HOST = 1024;
  // Groups: 1 name or IPv4 address, or 2 IPv6 address; 3 port.
  private static final Pattern HINT =
      Pattern.compile(
          "[^:]*:(?:([A-Za-z0-9._~=-]+)|\\[([0-9A-Fa-f:.]+(?:%[A-Za-z0-9._~-]+)?)\\])"
              + "(?::(\\d{1,5}))?");

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if they cannot be a place
   */
  public Place {
    if (host.isEmpty() || host.length() > MAX_HOST || port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("no place of the network: “%s:%d”".formatted(host, port));
    }
  }

  /** The place that a hint names, whatever its type; empty if it is malformed. */
  public static Optional<Place> of(ConnectionHint hint) {
    Matcher form = HINT.matcher(hint.normalized());
    if (!form.matches()) {
      return Optional.empty();
    }
    String host = form.group(1) == null ? form.group(2) : form.group(1);
    int port = form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
    return host.length() > MAX_HOST || port > MAX_PORT
        ? Optional.empty()
        : Optional.of(new Place(host, port));
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + (port == 0 ? "" : ":" + port);
  }
}
