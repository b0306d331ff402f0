package org.truckee.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One network location of an HTTP storage server ({@code spec/05 §1}), as in {@code
 * pb://HASH@host:port/swissnum#v=1}.
 *
 * <p>Whoever has the whole text may use the server: {@link #toString} leaves the swissnum out, and
 * {@link #text} gives everything.
 *
 * @param scheme how to get there
 * @param certificateHash the 43 base64url characters of the SHA-256 of the server certificate's
 *     SubjectPublicKeyInfo ({@code spec/05 §2.2})
 * @param host a name, an IPv4 address, or an IPv6 address without brackets
 * @param port 1 … 65535
 * @param swissnum the secret
 */
public record Nurl(
    Scheme scheme, String certificateHash, String host, int port, Swissnum swissnum) {
  private static final int DEFAULT_PORT = 443;
  private static final int MAXIMUM_LENGTH = 4096;
  private static final Pattern HASH = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}");
  // Group: 1 scheme, 2 hash, 3 IPv6 address or 4 other host, 5 port, 6 swissnum.
  private static final Pattern FORM =
      Pattern.compile(
          "([a-z+]+)://([^@/]*)@(?:\\[([^\\]/]*)\\]|([^:/@\\[\\]]*))(?::([0-9]{1,5}))?"
              + "/([^/?#]+)(?:/[^?#]*)?#v=1");

  /** How to reach a server. */
  public enum Scheme {
    /** Over TCP. */
    TCP("pb"),
    /** Through Tor. */
    TOR("pb+tor");

    private final String word;

    Scheme(String word) {
      this.word = word;
    }
  }

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the hash, host or port cannot be one
   */
  public Nurl {
    if (!HASH.matcher(certificateHash).matches()) {
      throw new IllegalArgumentException(
          "the hash of a NURL has 43 characters of base64url without padding");
    }
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("“%s” is no host name or address".formatted(host));
    }
    if (port < 1 || port > 0xffff) {
      throw new IllegalArgumentException("%d is no port".formatted(port));
    }
  }

  /**
   * Parses a NURL as leniently as the reference: a missing port is 443, path segments after the
   * swissnum are ignored.
   *
   * @throws IllegalArgumentException if {@code text} is no NURL of version 1; the message does not
   *     repeat it
   */
  public static Nurl parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (text.length() > MAXIMUM_LENGTH || !parts.matches()) {
      throw new IllegalArgumentException(
          "not a NURL: it has the form pb://HASH@HOST:PORT/SWISSNUM#v=1");
    }
    String host = parts.group(3) == null ? parts.group(4) : parts.group(3);
    int port = parts.group(5) == null ? DEFAULT_PORT : Integer.parseInt(parts.group(5));
    return new Nurl(
        scheme(parts.group(1)), parts.group(2), host, port, new Swissnum(parts.group(6)));
  }

  /** The whole NURL with its secret. */
  public String text() {
    return location() + "/" + swissnum.text() + "#v=1";
  }

  /** {@code https://host:port}. */
  public String baseUrl() {
    return "https://" + authority();
  }

  /** The NURL without its secret. */
  @Override
  public String toString() {
    return location() + "/[secret]#v=1";
  }

  private String location() {
    return scheme.word + "://" + certificateHash + "@" + authority();
  }

  private String authority() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  private static Scheme scheme(String word) {
    for (Scheme scheme : Scheme.values()) {
      if (scheme.word.equals(word)) {
        return scheme;
      }
    }
    throw new IllegalArgumentException(
        "not a NURL: its scheme is pb or pb+tor, not “%s”".formatted(word));
  }
}
