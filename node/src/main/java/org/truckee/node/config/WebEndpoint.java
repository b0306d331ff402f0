package org.truckee.node.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the web API is served: the {@code tcp} and {@code ssl} forms of a server endpoint string
 * ({@code spec/09 §3.1}).
 *
 * @param place where it listens
 * @param tls the files that it takes for TLS; absent if it speaks plain HTTP
 */
public record WebEndpoint(Endpoint place, Optional<TlsFiles> tls) {
  /** Methods that leave the version of TLS to the two who speak it, or name one that is in use. */
  private static final Set<String> METHODS =
      Set.of("SSLv23_METHOD", "TLS_METHOD", "TLSv1_2_METHOD");

  private static final String USUAL_FILE = "server.pem";

  /**
   * Files with keys and certificates in PEM form.
   *
   * @param privateKey the key
   * @param certificate the certificate, and perhaps those behind it; may be the same file
   * @param chain certificates that stand behind the first one
   */
  public record TlsFiles(Path privateKey, Path certificate, Optional<Path> chain) {}

  /**
   * Parses an endpoint such as {@code tcp:3456:interface=127.0.0.1} or {@code
   * ssl:3456:privateKey=private/web.key:certKey=web.pem}.
   *
   * @param directory what the names of files are relative to
   * @throws IllegalArgumentException with a reason if it is something else, or a kind of endpoint
   *     that is not supported
   */
  public static WebEndpoint parse(String text, Path directory) {
    List<String> fields = Endpoint.fields(text);
    if (!fields.getFirst().equals("ssl")) {
      return new WebEndpoint(Endpoint.parse(text), Optional.empty());
    }
    Path key = null;
    Path certificate = null;
    Path chain = null;
    List<String> others = new ArrayList<>();
    for (String field : fields.subList(1, fields.size())) {
      int equals = field.indexOf('=');
      String value = field.substring(equals + 1);
      switch (equals < 0 ? "" : field.substring(0, equals)) {
        case "privateKey" -> key = file(directory, value);
        case "certKey" -> certificate = file(directory, value);
        case "extraCertChain" -> chain = file(directory, value);
        case "sslmethod" -> requireMethod(value);
        case "dhParameters" ->
            throw new IllegalArgumentException(
                "dhParameters are not read, as TLS brings its own; leave that part out");
        default -> others.add(field);
      }
    }
    Path usual = key == null ? file(directory, USUAL_FILE) : key;
    return new WebEndpoint(
        Endpoint.of(false, others),
        Optional.of(
            new TlsFiles(
                usual, certificate == null ? usual : certificate, Optional.ofNullable(chain))));
  }

  private static void requireMethod(String method) {
    if (!METHODS.contains(method)) {
      throw new IllegalArgumentException(
          "sslmethod=%s is not spoken any more; leave that part out, or write TLS_METHOD"
              .formatted(method));
    }
  }

  private static Path file(Path directory, String name) {
    try {
      return directory.resolve(UserHome.expand(name)).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'%s' names no file".formatted(name), e);
    }
  }

  /** This endpoint at another port. */
  public WebEndpoint withPort(int other) {
    return new WebEndpoint(place.withPort(other), tls);
  }

  /**
   * The same endpoint, closed to the world.
   *
   * @throws IllegalArgumentException with a reason if it is bound to where the world can see it
   */
  WebEndpoint hidden() {
    return new WebEndpoint(place.hidden(), tls);
  }

  /**
   * Where programs on this machine reach what listens here ({@code spec/09 §2.1}, {@code
   * node.url}).
   *
   * @param actualPort the port that it has got
   */
  public String url(int actualPort) {
    return place.url(tls.isPresent() ? "https" : "http", actualPort);
  }
}
