package org.truckee.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.truckee.node.TruckeeVersion;

/** The program {@code truckee}. */
public final class Main {
  private static final Option NODE_DIRECTORY = Option.value("node-directory", "d");
  private static final Option QUIET = Option.flag("quiet", "q");
  private static final Option VERSION = Option.flag("version", "version-and-path", "V");
  private static final List<Option> GLOBAL = List.of(NODE_DIRECTORY, QUIET, VERSION, Option.HELP);
  private static final List<Command> COMMANDS =
      List.of(new UpCommand(), new PutCommand(), new GetCommand(), new CheckCommand());

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
      streams.err().println(e.getMessage());
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

  private static int run(List<String> arguments, Streams streams)
      throws CommandException, InterruptedException {
    String help = help();
    try {
      Arguments global = Arguments.parse(arguments, GLOBAL, false);
      if (global.has(Option.HELP)) {
        text(streams).print(help);
        return 0;
      }
      if (global.has(VERSION)) {
        text(streams).println(TruckeeVersion.text());
        return 0;
      }
      if (global.words().isEmpty()) {
        throw new UsageException("must specify a command");
      }
      Command command = command(global.words().getFirst());
      help = command.help();
      return run(command, global, streams);
    } catch (UsageException e) {
      return usageError(help, e, streams);
    }
  }

  private static int run(Command command, Arguments global, Streams streams)
      throws UsageException, CommandException, InterruptedException {
    List<Option> known = new java.util.ArrayList<>(command.options());
    known.add(Option.HELP);
    known.add(VERSION);
    List<String> own = global.words().subList(1, global.words().size());
    Arguments arguments = Arguments.parse(own, known, true);
    if (arguments.has(Option.HELP)) {
      text(streams).print(command.help());
      return 0;
    }
    if (arguments.has(VERSION)) {
      throw new UsageException("--version not allowed on subcommands");
    }
    boolean quiet = global.has(QUIET);
    Optional<String> directory = global.value(NODE_DIRECTORY);
    Optional<Path> nodeDirectory =
        directory.isPresent() ? Optional.of(LocalFile.path(directory.get())) : Optional.empty();
    command.run(arguments, new Session(quiet ? streams.quiet() : streams, quiet, nodeDirectory));
    return 0;
  }

  private static Command command(String name) throws UsageException {
    for (Command command : COMMANDS) {
      if (command.name().equals(name)) {
        return command;
      }
    }
    throw new UsageException("Unknown command: " + name);
  }

  /** Usage errors go to standard output, after the help of the command ({@code spec/10 §1}). */
  private static int usageError(String help, UsageException e, Streams streams) {
    PrintStream out = text(streams);
    out.print(help);
    out.println();
    out.println("truckee:  " + e.getMessage());
    out.println();
    return 1;
  }

  private static String help() {
    StringBuilder help =
        new StringBuilder(
            """
            Usage: truckee [-q] [-d DIR] COMMAND [OPTIONS] [ARGUMENTS]

            A storage grid in which nobody has to trust the servers.

            Commands:
            """);
    for (Command command : COMMANDS) {
      help.append("  %-8s %s%n".formatted(command.name(), command.summary()));
    }
    return help.append(
            """

            Options:
              -d, --node-directory=DIR  the node to talk to; without it the client of the
                                        grid in ~/.truckee/grid if there is one, else the
                                        node in ~/.tahoe
              -q, --quiet               no output but errors
              -V, --version             show the version
                  --help                show this, or with a command, what it does
            """)
        .toString();
  }

  private static PrintStream text(Streams streams) {
    return new PrintStream(streams.out(), true, StandardCharsets.UTF_8);
  }
}
