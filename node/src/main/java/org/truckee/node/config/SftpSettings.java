package org.truckee.node.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The SFTP server of a node ({@code spec/09 §4.3}).
 *
 * @param door where it listens
 * @param publicKey the file with the public half of its host key
 * @param privateKey the file with the other half
 * @param accounts the file that says who may log in
 */
public record SftpSettings(Endpoint door, Path publicKey, Path privateKey, Path accounts) {
  private static final String SECTION = "sftpd";
  private static final String USUAL_PORT = "tcp:8022";

  /**
   * Reads them.
   *
   * @param directory of the node
   * @param reveal whether others may see the address of this machine
   * @return empty if there is no SFTP server
   */
  static Optional<SftpSettings> read(Options options, Path directory, boolean reveal)
      throws ConfigurationException {
    if (!options.flag(SECTION, "enabled", false)) {
      return Optional.empty();
    }
    Path publicKey = key(options, directory, "host_pubkey_file");
    Path privateKey = key(options, directory, "host_privkey_file");
    if (options.nonEmpty(SECTION, "accounts.file").isEmpty()) {
      throw options.bad(
          SECTION,
          "accounts.file",
          "must provide an account file",
          "write the name of a file such as private/accounts");
    }
    return Optional.of(
        new SftpSettings(
            door(options, reveal),
            publicKey,
            privateKey,
            options.path(SECTION, "accounts.file", "")));
  }

  private static Endpoint door(Options options, boolean reveal) throws ConfigurationException {
    String text = options.nonEmpty(SECTION, "port").map(Python::strip).orElse(USUAL_PORT);
    try {
      Endpoint door = Endpoint.parse(text.matches("[0-9].*") ? "tcp:" + text : text);
      return reveal ? door : door.hidden();
    } catch (IllegalArgumentException e) {
      throw options.bad(SECTION, "port", "'" + text + "' cannot be used", e.getMessage());
    }
  }

  /** A tilde has no meaning in these paths. */
  private static Path key(Options options, Path directory, String option)
      throws ConfigurationException {
    Optional<String> name = options.nonEmpty(SECTION, option);
    if (name.isEmpty()) {
      throw options.missing(
          SECTION,
          option,
          "make a key with ssh-keygen -t ed25519 -N '' -f private/ssh_host_key, and write the name"
              + " of the file");
    }
    try {
      return directory.resolve(name.get()).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw options.bad(SECTION, option, "Not a path: " + name.get(), e.getReason());
    }
  }
}
