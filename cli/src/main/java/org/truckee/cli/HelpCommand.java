package org.truckee.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.CommandGroup;
import org.truckee.cli.command.Help;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.command.Verb;

/** {@code truckee help}: what a command does, the same as its {@code --help}. */
final class HelpCommand implements Command {
  private final Supplier<CommandGroup> program;

  /** Asked for the commands only when they are needed: this is one of them. */
  HelpCommand(Supplier<CommandGroup> program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "help";
  }

  @Override
  public String summary() {
    return "say what a command does";
  }

  @Override
  public String synopsis() {
    return "[COMMAND]";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Says what a command does and which options it takes; without COMMAND, which"
            + " commands there are.");
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    List<String> path = new ArrayList<>();
    Verb verb = program.get();
    path.add(verb.name());
    for (String word : arguments.words()) {
      verb =
          switch (verb) {
            case CommandGroup group -> group.member(word);
            case Command command ->
                throw new UsageException(
                    "'%s' has no commands of its own, so no '%s'".formatted(command.name(), word));
          };
      path.add(word);
    }
    session.print(of(verb, path).stripTrailing());
  }

  /** The help of either. */
  static String of(Verb verb, List<String> path) {
    return switch (verb) {
      case Command command -> Help.of(command, path);
      case CommandGroup group -> Help.of(group, path);
    };
  }
}
