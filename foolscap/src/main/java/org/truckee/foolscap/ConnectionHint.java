package org.truckee.foolscap;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place where a Tub may be reached, such as {@code tcp:192.0.2.1:3457} ({@code spec/06 §2.4}).
 *
 * @param text as it stands in the FURL
 */
public record ConnectionHint(String text) {
  private static final Pattern LEGACY = Pattern.compile("([A-Za-z0-9.-]+):(\\d{1,5})");
  private static final Pattern TCP =
      Pattern.compile(
          "tcp:(?:([A-Za-z0-9.-]+)|\\[([0-9A-Fa-f:.]+(?:%[A-Za-z0-9._~-]+)?)\\]):(\\d{1,5})");
  private static final int MAX_PORT = 65535;

  /** Host and port. */
  public record Address(String host, int port) {}

  /** The hint with its type: a bare {@code HOST:PORT} is one for TCP. */
  public String normalized() {
    return LEGACY.matcher(text).matches() ? "tcp:" + text : text;
  }

  /** What stands before the first colon, and says who can connect; empty if there is no colon. */
  public Optional<String> type() {
    String normalized = normalized();
    int colon = normalized.indexOf(':');
    return colon < 0 ? Optional.empty() : Optional.of(normalized.substring(0, colon));
  }

  /** The address of a hint for TCP; empty if it is of another type or malformed. */
  public Optional<Address> tcpAddress() {
    Matcher form = TCP.matcher(normalized());
    if (!form.matches()) {
      return Optional.empty();
    }
    String host = form.group(1) != null ? form.group(1) : form.group(2);
    int port = Integer.parseInt(form.group(3));
    return port <= MAX_PORT ? Optional.of(new Address(host, port)) : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
