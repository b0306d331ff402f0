package org.truckee.node;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.truckee.crypto.KeyFormatException;
import org.truckee.crypto.TlsCredentials;
import org.truckee.node.config.Endpoint;
import org.truckee.node.config.NodeException;
import org.truckee.node.config.WebEndpoint;
import org.truckee.web.api.WebDoor;

/** Makes of {@code web.port} what web servers listen at, with the key and certificate it names. */
final class WebDoors {
  private static final String ANY_ADDRESS = "0.0.0.0";

  /** No key and no chain of certificates is as long. */
  private static final long LONGEST = 1 << 16;

  private WebDoors() {}

  /**
   * Reads what has to be read for it.
   *
   * @throws NodeException if a file cannot be read or holds something else
   */
  static WebDoor of(WebEndpoint endpoint) throws NodeException {
    Endpoint place = endpoint.place();
    Optional<SSLContext> tls = Optional.empty();
    if (endpoint.tls().isPresent()) {
      tls = Optional.of(credentials(endpoint.tls().get()).context());
    }
    return new WebDoor(place.address().orElse(ANY_ADDRESS), place.port(), tls);
  }

  private static TlsCredentials credentials(WebEndpoint.TlsFiles files) throws NodeException {
    String key = read(files.privateKey(), "privateKey");
    String certificates = read(files.certificate(), "certKey");
    if (files.chain().isPresent()) {
      certificates += read(files.chain().get(), "extraCertChain");
    }
    try {
      return TlsCredentials.fromPem(key, certificates);
    } catch (KeyFormatException e) {
      throw new NodeException(
          "[node]web.port: '%s' and '%s' cannot be used for TLS: %s"
              .formatted(files.privateKey(), files.certificate(), e.getMessage()),
          e);
    }
  }

  private static String read(Path file, String part) throws NodeException {
    try {
      if (Files.size(file) > LONGEST) {
        throw new NodeException(
            "[node]web.port: '%s' is too long for %s: name a file in PEM form"
                .formatted(file, part));
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new NodeException(
          "[node]web.port: there is no file '%s', which %s names".formatted(file, part), e);
    } catch (MalformedInputException e) {
      throw new NodeException(
          "[node]web.port: '%s' is not in PEM form, which %s has to be".formatted(file, part), e);
    } catch (IOException e) {
      throw new NodeException(
          "[node]web.port: '%s' cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
