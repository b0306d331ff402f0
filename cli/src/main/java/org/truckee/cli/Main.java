package org.truckee.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.truckee.cli.admin.AdminCommands;
import org.truckee.cli.backup.BackupCommand;
import org.truckee.cli.browser.WebopenCommand;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.CommandGroup;
import org.truckee.cli.command.Help;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.Streams;
import org.truckee.cli.command.Surroundings;
import org.truckee.cli.command.UsageErrors;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.command.Verb;
import org.truckee.cli.completion.CompletionCommand;
import org.truckee.cli.debug.DebugCommands;
import org.truckee.cli.invite.InviteCommand;
import org.truckee.cli.status.StatusCommand;
import org.truckee.node.TruckeeVersion;

/** The program {@code truckee}. */
public final class Main {
  private static final Option VERSION =
      Option.flag("show the version", "version", "version-and-path", "V");
  private static final CommandGroup PROGRAM =
      new CommandGroup(
          "truckee",
          "A storage grid in which nobody has to trust the servers.",
          GlobalOptions.with(VERSION),
          List.of(
              new UpCommand(),
              new CreateCommand(CreateCommand.What.NODE),
              new CreateCommand(CreateCommand.What.CLIENT),
              new CreateCommand(CreateCommand.What.INTRODUCER),
              new RunCommand(),
              new InviteCommand(),
              GridManagerCommand.group(),
              AdminCommands.group(),
              DebugCommands.group(),
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
              new StatusCommand(),
              new WebopenCommand(),
              new HelpCommand(Main::program),
              new CompletionCommand(Main::program)),
          UsageErrors.OF_PROGRAM);

  private Main() {}

  /** Runs a command and ends the process with its status. */
  public static void main(String[] arguments) {
    int status = run(List.of(arguments), Streams.ofProcess(), Surroundings.ofProcess());
    // Not only for the status: threads of libraries must not keep the process.
    System.exit(status);
  }

  /** Runs a command; its exit status. */
  public static int run(List<String> arguments, Streams streams, Surroundings surroundings) {
    try {
      return new Call(streams, surroundings).run(arguments);
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

  /** One run of the program: finds the command, and has it do its work. */
  private static final class Call {
    private final Streams streams;
    private final Surroundings surroundings;
    private final List<String> path = new ArrayList<>(List.of(PROGRAM.name()));
    private Verb verb = PROGRAM;
    private UsageErrors errors = PROGRAM.errors();

    Call(Streams streams, Surroundings surroundings) {
      this.streams = streams;
      this.surroundings = surroundings;
    }

    int run(List<String> arguments) throws CommandException, InterruptedException {
      try {
        Arguments global = Arguments.parse(arguments, PROGRAM.options(), false);
        Optional<String> said = GlobalOptions.said(global);
        return said.isPresent() ? print(said.get()) : below(global, global);
      } catch (UsageException e) {
        return errors.tell(HelpCommand.of(verb, path), e, streams);
      }
    }

    private int below(Arguments own, Arguments global)
        throws UsageException, CommandException, InterruptedException {
      // A switch over kinds makes a class when it is first run, for which all commands would wait.
      if (verb instanceof Command command) {
        return run(command, own, global);
      }
      CommandGroup group = (CommandGroup) verb;
      errors = group.errors();
      if (own.has(Option.HELP)) {
        return print(Help.of(group, path));
      }
      if (own.has(VERSION)) {
        return print(TruckeeVersion.text() + "\n");
      }
      verb = group.member(own.words());
      path.add(verb.name());
      Arguments inner = parse(own.words().subList(1, own.words().size()));
      return below(inner.within(own), global);
    }

    private Arguments parse(List<String> words) throws UsageException {
      return verb instanceof Command command
          ? Arguments.parse(words, known(command), true)
          : Arguments.parse(words, ((CommandGroup) verb).options(), false);
    }

    private static List<Option> known(Command command) {
      List<Option> known = new ArrayList<>(command.options());
      known.add(Option.HELP);
      known.add(VERSION);
      return known;
    }

    private int run(Command command, Arguments own, Arguments global)
        throws UsageException, CommandException, InterruptedException {
      if (own.has(Option.HELP)) {
        return print(Help.of(command, path));
      }
      if (own.has(VERSION)) {
        throw new UsageException("--version not allowed on subcommands");
      }
      command.run(own, session(global));
      return 0;
    }

    private Session session(Arguments global) throws CommandException {
      Session whole = new Session(streams, false, Optional.empty(), surroundings);
      Optional<String> directory = global.value(GlobalOptions.NODE_DIRECTORY);
      Optional<Path> node =
          directory.isPresent()
              ? Optional.of(LocalFile.path(directory.get(), whole))
              : Optional.empty();
      return global.has(GlobalOptions.QUIET)
          ? new Session(streams.quiet(), true, node, surroundings)
          : new Session(streams, false, node, surroundings);
    }

    private int print(String text) throws CommandException {
      new Session(streams, false, Optional.empty(), surroundings).write(text);
      return 0;
    }
  }
}
