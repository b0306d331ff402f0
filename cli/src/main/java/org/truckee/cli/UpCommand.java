package org.truckee.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.node.EmbeddedGrid;
import org.truckee.node.HeapWatch;
import org.truckee.node.Node;
import org.truckee.node.NodeResources;
import org.truckee.node.Termination;
import org.truckee.node.config.NodeException;

/** {@code truckee up}: runs a whole grid on this machine until it is interrupted. */
final class UpCommand implements Command {
  /** Set by the launcher to the name under which it was called. */
  private static final String PROGRAM_PROPERTY = "truckee.program";

  private static final int MAX_SERVERS = 200;
  private static final int MAX_PORT = 65535;
  private static final Option SERVERS =
      Option.value("N", "how many storage servers (10, or as many as there are)", "servers");
  private static final Option DIRECTORY =
      Option.value("DIR", "where their directories are (~/.truckee/grid)", "dir");
  private static final Option PORT =
      Option.value("PORT", "the port of the web API (3456, or as configured)", "port");

  @Override
  public String name() {
    return "up";
  }

  @Override
  public String summary() {
    return "run a grid of storage servers and a client on this machine";
  }

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Runs a grid of storage servers and a client on this machine, until Ctrl-C. Each has a node"
            + " directory of its own; started again, the grid finds everything as it was.");
  }

  @Override
  public List<Option> options() {
    return List.of(SERVERS, DIRECTORY, PORT);
  }

  @Override
  public void run(Arguments arguments, Session session)
      throws UsageException, CommandException, InterruptedException {
    arguments.words(0, 0);
    OptionalInt servers = optional(arguments.number(SERVERS, MAX_SERVERS));
    OptionalInt port = optional(arguments.number(PORT, MAX_PORT));
    Optional<String> given = arguments.value(DIRECTORY);
    Path directory =
        given.isPresent()
            ? LocalFile.path(given.get(), session)
            : EmbeddedGrid.defaultDirectory(session.surroundings().home());
    run(new EmbeddedGrid.Wish(directory, servers, port), given.isEmpty(), session);
  }

  private static void run(EmbeddedGrid.Wish wish, boolean usual, Session session)
      throws CommandException, InterruptedException {
    HeapWatch.start();
    Termination termination = Termination.heeded();
    try (NodeResources resources = NodeResources.start();
        EmbeddedGrid grid = EmbeddedGrid.start(wish, resources)) {
      greet(grid, wish.directory(), usual, session);
      termination.await();
    } catch (NodeException e) {
      throw new CommandException("error: " + e.getMessage(), e);
    } finally {
      termination.stopped();
    }
  }

  private static void greet(EmbeddedGrid grid, Path chosen, boolean usual, Session session)
      throws CommandException {
    PrintStream err = session.err();
    for (Node server : grid.servers()) {
      server.notices().forEach(n -> err.println("notice: " + server.directory() + ": " + n));
    }
    grid.client().notices().forEach(notice -> err.println("notice: " + notice));
    String program = System.getProperty(PROGRAM_PROPERTY, "truckee");
    String client = chosen.resolve(EmbeddedGrid.CLIENT).toString();
    String command = usual ? program : "%s -d %s".formatted(program, quoted(client));
    session.print(
        """
        A grid of %d storage servers is running in %s
        (%d of them answer; each has a node directory of its own there.)

          web page:  %s

        Try in another terminal:
          %s put FILE                  # prints the file's capability
          %s get CAP [FILE]            # anybody who has it can read the file
          %s check CAP --verify        # are all shares there and sound?

        Other servers can join: create-node --introducer=FURL, where the FURL stands in
          %s

        Ctrl-C stops the grid. Started again it finds everything as it was.\
        """
            .formatted(
                grid.servers().size(),
                chosen,
                grid.client().connectedServers(),
                grid.webUrl(),
                command,
                command,
                command,
                grid.introducerFurlFile()));
  }

  private static String quoted(String path) {
    return path.matches("[A-Za-z0-9_./~-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }

  private static OptionalInt optional(Optional<Integer> value) {
    return value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty();
  }
}
