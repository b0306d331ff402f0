package org.truckee.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Session;
import org.truckee.cli.gateway.GatewayOptions;

/**
 * The session of a command with a client of 2007. A node of today would take a file as well, and
 * give a capability that looks like a URI of 2007, so it is never mistaken for one.
 */
final class OldSession {
  /** Where the base directories of {@code firstgen up} are if nothing else is said. */
  static final String USUAL = ".truckee/firstgen";

  /** The client among them that has a web server. */
  static final String CLIENT = "client-0";

  private OldSession() {}

  /**
   * The session with the client that is named by its base directory, or with the usual one.
   *
   * @throws CommandException if there is no client of 2007, and no URL is given instead
   */
  static Session of(Arguments arguments, Session session) throws CommandException {
    Path directory =
        session
            .nodeDirectory()
            .orElseGet(() -> session.surroundings().home().resolve(USUAL).resolve(CLIENT));
    if (arguments.value(GatewayOptions.NODE_URL).isEmpty()) {
      requireOld(directory);
    }
    return new Session(
        session.streams(), session.quiet(), Optional.of(directory), session.surroundings());
  }

  private static void requireOld(Path directory) throws CommandException {
    if (Files.exists(directory.resolve("tahoe.cfg"))) {
      throw new CommandException(
          "error: '%s' is a node of today: name a client of the first generation with -d"
              .formatted(directory));
    }
    Path file = directory.resolve("node.url");
    if (!Files.exists(file)) {
      throw new CommandException(
          """
          error: there is no '%s': no client of the first generation with a web server has run there.
          Start a grid of your own with 'truckee firstgen up', or name a client with -d or -u.\
          """
              .formatted(file));
    }
  }
}
