package org.truckee.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.firstgen.node.OldEmbeddedGrid;
import org.truckee.firstgen.node.OldNodeOptions;
import org.truckee.firstgen.share.ShareLayout;
import org.truckee.node.Termination;

/** {@code truckee firstgen up}. */
final class FirstgenUpCommand implements Command {
  private static final int USUAL_CLIENTS = 5;
  private static final int MAX_CLIENTS = 100;
  private static final int USUAL_PORT = 8123;
  private static final int MAX_PORT = 65535;
  private static final Option CLIENTS =
      Option.value("N", "how many clients that keep shares (5)", "clients");
  private static final Option PORT =
      Option.value("PORT", "the port of the first client's web server (8123)", "port");
  private static final Option DIRECTORY =
      Option.value("DIR", "where their base directories are (~/.truckee/firstgen)", "dir");

  @Override
  public String name() {
    return "up";
  }

  @Override
  public String summary() {
    return "run a whole grid of 2007 on this machine";
  }

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Runs an introducer with its directory server and clients of the first generation in one"
            + " process, until Ctrl-C. Started again, the grid finds everything as it was.");
  }

  @Override
  public List<Option> options() {
    return List.of(CLIENTS, PORT, DIRECTORY, FirstgenRunCommand.LAYOUT);
  }

  @Override
  public void run(Arguments arguments, Session session)
      throws UsageException, CommandException, InterruptedException {
    arguments.words(0, 0);
    int clients = arguments.number(CLIENTS, MAX_CLIENTS).orElse(USUAL_CLIENTS);
    if (clients < 1) {
      throw new UsageException("--clients must be at least 1");
    }
    int port = arguments.number(PORT, MAX_PORT).orElse(USUAL_PORT);
    Optional<String> named = arguments.value(DIRECTORY);
    Path folder =
        named.isPresent()
            ? LocalFile.path(named.get(), session)
            : session.surroundings().home().resolve(OldSession.USUAL);
    OldNodeOptions options =
        OldNodeOptions.defaults()
            .onLoopback()
            .withLayout(FirstgenRunCommand.layout(arguments).orElse(ShareLayout.B));
    Termination termination = Termination.heeded();
    try (OldEmbeddedGrid grid = OldEmbeddedGrid.start(folder, clients, port, options)) {
      session.print(
          """
          A grid of the first generation with %d clients runs in %s

            web page:  http://127.0.0.1:%d/

          In another terminal:
            truckee %sfirstgen put FILE [PLACE]

          Ctrl-C stops the grid.\
          """
              .formatted(
                  clients,
                  folder,
                  grid.clients().getFirst().webPort().orElseThrow(),
                  named.isPresent() ? "-d %s ".formatted(folder.resolve(OldSession.CLIENT)) : ""));
      termination.await();
    } catch (IOException e) {
      throw new CommandException("error: " + e.getMessage(), e);
    } finally {
      termination.stopped();
    }
  }
}
