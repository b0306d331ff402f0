package org.truckee.web.api;

import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.truckee.http.HttpServer;

/**
 * Where a web server listens.
 *
 * @param host a numeric address or a name of this machine
 * @param port 0 for any free one
 * @param tls its key and certificate, if it speaks TLS
 */
public record WebDoor(String host, int port, Optional<SSLContext> tls) {
  /** Without TLS. */
  public static WebDoor plain(String host, int port) {
    return new WebDoor(host, port, Optional.empty());
  }

  HttpServer.Builder openFor(HttpServer.Builder server) {
    tls.ifPresent(server::tls);
    return server.listen(host, port);
  }
}
