package org.truckee.web.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.truckee.crypto.Hashes;

/**
 * The secret that {@code /private} asks for ({@code spec/08 §18.8}). The file is read for each
 * request; without it nobody is let in.
 *
 * @param file that has the token
 */
record ApiToken(Path file) {
  private static final String SCHEME = "tahoe-lafs ";

  /** Whether a request carries it. */
  boolean isIn(WebRequest request) {
    String given = request.header("Authorization").orElse("");
    if (!given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    return is(given.substring(SCHEME.length()));
  }

  /** Whether a text is it. */
  boolean is(String given) {
    Optional<String> token = read();
    // Of hashes, so that how long it takes tells nothing.
    return token.isPresent() && MessageDigest.isEqual(hash(given), hash(token.get()));
  }

  private Optional<String> read() {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.US_ASCII).strip())
          .filter(token -> !token.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static byte[] hash(String text) {
    return Hashes.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
