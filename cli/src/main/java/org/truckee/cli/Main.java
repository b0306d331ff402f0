package org.truckee.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.truckee.cli.backup.BackupCommand;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.CommandGroup;
import org.truckee.cli.command.Help;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.Streams;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.command.Verb;
import org.truckee.cli.completion.CompletionCommand;
import org.truckee.node.TruckeeVersion;

/** The program {@code truckee}. */
public final class Main {
  private static final Option NODE_DIRECTORY =
      Option.value(
          "DIR",
          "the node to talk to; without it the client of the grid in ~/.truckee/grid if there is"
              + " one, else the node in ~/.tahoe",
          "node-directory",
          "d");
  private static final Option QUIET = Option.flag("no output but errors", "quiet", "q");
  private static final Option VERSION =
      Option.flag("show the version", "version", "version-and-path", "V");
  private static final CommandGroup PROGRAM =
      new CommandGroup(
          "truckee",
          "A storage grid in which nobody has to trust the servers.",
          List.of(NODE_DIRECTORY, QUIET, VERSION, Option.HELP),
          List.of(
              new UpCommand(),
              new CreateCommand(CreateCommand.What.NODE),
              new CreateCommand(CreateCommand.What.CLIENT),
              new CreateCommand(CreateCommand.What.INTRODUCER),
              new RunCommand(),
              GridManagerCommand.group(),
              CommandGroup.of(
                  "admin",
                  "look after the directory of a node",
                  new AddCertificateCommand(),
                  new ExpireCommand(Clock.systemUTC())),
              new PutCommand(),
              new GetCommand(),
              new MkdirCommand(),
              new LsCommand(),
              new CpCommand(),
              new BackupCommand(Clock.systemUTC()),
              new MvCommand(),
              new LnCommand(),
              new RmCommand("rm"),
              new RmCommand("unlink"),
              new AliasCommand(true),
              new AliasCommand(false),
              new ListAliasesCommand(),
              new CheckCommand(),
              new DeepCheckCommand(),
              new ManifestCommand(),
              new StatsCommand(),
              FirstgenCommands.group(),
              new HelpCommand(Main::program),
              new CompletionCommand(Main::program)));

  private Main() {}

  /** Runs a command and ends the process with its status. */
  public static void main(String[] arguments) {
    int status = run(arguments, Streams.ofProcess());
    // Not only for the status: threads of libraries must not keep the process.
    System.exit(status);
  }

  /** Runs a command. */
  static int run(String[] arguments, Streams streams) {
    try {
      return run(List.of(arguments), streams);
    } catch (CommandException e) {
      if (!e.getMessage().isEmpty()) {
        streams.err().println(streams.errColours().failure(e.getMessage()));
      }
      return e.status();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (RuntimeException | Error e) {
      streams.err().println("error: this is a defect of truckee, please report it:");
      e.printStackTrace(streams.err());
      return 1;
    }
  }

  /** All commands of the program. */
  static CommandGroup program() {
    return PROGRAM;
  }

  private static int run(List<String> arguments, Streams streams)
      throws CommandException, InterruptedException {
    List<String> path = new ArrayList<>(List.of(PROGRAM.name()));
    Verb verb = PROGRAM;
    try {
      Arguments global = Arguments.parse(arguments, PROGRAM.options(), false);
      Arguments own = global;
      while (verb instanceof CommandGroup group) {
        if (own.has(Option.HELP)) {
          return print(HelpCommand.of(group, path), streams);
        }
        if (own.has(VERSION)) {
          return print(TruckeeVersion.text() + "\n", streams);
        }
        if (own.words().isEmpty()) {
          throw new UsageException(
              group == PROGRAM ? "must specify a command" : "must specify a subcommand");
        }
        verb = group.member(own.words().getFirst());
        path.add(verb.name());
        List<String> rest = own.words().subList(1, own.words().size());
        Arguments outer = own;
        own =
            switch (verb) {
              case CommandGroup inner -> Arguments.parse(rest, inner.options(), false);
              case Command command -> Arguments.parse(rest, known(command), true);
            };
        if (group != PROGRAM) {
          own.within(outer);
        }
      }
      return run((Command) verb, own, path, session(global, streams));
    } catch (UsageException e) {
      return usageError(HelpCommand.of(verb, path), e, streams);
    }
  }

  private static List<Option> known(Command command) {
    List<Option> known = new ArrayList<>(command.options());
    known.add(Option.HELP);
    known.add(VERSION);
    return known;
  }

  private static int run(Command command, Arguments own, List<String> path, Session session)
      throws UsageException, CommandException, InterruptedException {
    if (own.has(Option.HELP)) {
      return print(Help.of(command, path), session.streams());
    }
    if (own.has(VERSION)) {
      throw new UsageException("--version not allowed on subcommands");
    }
    command.run(own, session);
    return 0;
  }

  private static Session session(Arguments global, Streams streams) throws CommandException {
    boolean quiet = global.has(QUIET);
    Optional<String> directory = global.value(NODE_DIRECTORY);
    Optional<Path> nodeDirectory =
        directory.isPresent() ? Optional.of(LocalFile.path(directory.get())) : Optional.empty();
    return new Session(quiet ? streams.quiet() : streams, quiet, nodeDirectory);
  }

  private static int print(String text, Streams streams) throws CommandException {
    new Session(streams, false, Optional.empty()).print(text.substring(0, text.length() - 1));
    return 0;
  }

  /** Usage errors go to standard output, after the help of the command ({@code spec/10 §1}). */
  private static int usageError(String help, UsageException e, Streams streams)
      throws CommandException {
    print("%s\ntruckee:  %s\n\n".formatted(help, e.getMessage()), streams);
    return 1;
  }
}
