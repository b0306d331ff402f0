package org.truckee.cli.invite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.truckee.cli.command.CommandException;
import org.truckee.grid.EncodingParameters;
import org.truckee.node.config.NodeConfiguration;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.Introducers;
import org.truckee.node.directory.NodeDirectory;

/**
 * A node that is in the grid, as far as a new one has to know it.
 *
 * @param encoding how it spreads its files
 * @param introducer the FURL of the introducer of the grid, a secret
 */
record InvitingNode(EncodingParameters encoding, String introducer) {
  /**
   * The node of a directory: a client or server that knows an introducer, or an introducer.
   *
   * @throws CommandException if it knows none
   * @throws NodeException if it is no directory of a node
   */
  static InvitingNode read(Path path) throws CommandException, NodeException {
    NodeDirectory directory = NodeDirectory.open(path, new SecureRandom(), Clock.systemUTC());
    EncodingParameters encoding = EncodingParameters.DEFAULT;
    List<Introducers.Introducer> known = List.of();
    if (directory.kind() == NodeDirectory.Kind.CLIENT) {
      NodeConfiguration configuration = NodeConfiguration.read(path);
      encoding = configuration.encoding();
      known = directory.introducers(configuration.introducer()).introducers();
    }
    Path own = path.resolve("private/introducer.furl");
    Optional<String> furl =
        known.isEmpty() ? content(own) : Optional.of(known.getFirst().furlText());
    if (furl.isEmpty()) {
      throw new CommandException(
          ("Can't find introducer FURL for node '%s': Can't find introducer FURL in tahoe.cfg nor"
                  + " %s")
              .formatted(path, own));
    }
    return new InvitingNode(encoding, furl.get());
  }

  private static Optional<String> content(Path file) throws NodeException {
    try {
      return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new NodeException("'%s' cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Reveals no FURL. */
  @Override
  public String toString() {
    return "InvitingNode";
  }
}
