package org.truckee.node.directory;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.truckee.crypto.Base32;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.node.config.NodeException;

/** What a node keeps from everybody else ({@code spec/09 §2}); made when it is first wanted. */
public final class NodeSecrets {
  private static final int SECRET_BYTES = 32;

  private final Path folder;
  private final SecureRandom random;

  NodeSecrets(Path folder, SecureRandom random) {
    this.folder = folder;
    this.random = random;
  }

  /** The bytes from which the secrets of leases follow: {@code private/secret}. */
  public ClientLeaseSecret leaseSecret() throws NodeException {
    byte[] secret = secret("secret");
    if (secret.length == 0) {
      throw NodeDirectory.empty(folder.resolve("secret"), "");
    }
    return new ClientLeaseSecret(secret);
  }

  /**
   * The convergence secret: {@code private/convergence}. Whoever wants an empty one has an empty
   * line in the file; a file of no bytes at all is damaged.
   */
  public ConvergenceSecret convergenceSecret() throws NodeException {
    Path file = folder.resolve("convergence");
    if (NodeFile.isEmpty(file)) {
      throw NodeDirectory.empty(file, "; if the secret shall be empty, write an empty line to it");
    }
    return new ConvergenceSecret(secret("convergence"));
  }

  private byte[] secret(String name) throws NodeException {
    Path file = folder.resolve(name);
    Optional<String> text = NodeFile.read(file);
    if (text.isPresent()) {
      try {
        return Base32.decodeLenient(text.get());
      } catch (IllegalArgumentException e) {
        throw NodeDirectory.damaged(file, e);
      }
    }
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    NodeFile.writePrivate(file, Base32.encode(secret));
    return secret;
  }

  /** A new token for the parts of the web API that need one: {@code private/api_auth_token}. */
  public void renewApiToken() throws NodeException {
    byte[] token = new byte[SECRET_BYTES];
    random.nextBytes(token);
    NodeFile.writePrivate(
        folder.resolve("api_auth_token"), Base64.getUrlEncoder().encodeToString(token));
  }
}
