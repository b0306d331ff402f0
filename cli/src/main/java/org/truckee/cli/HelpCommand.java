package org.truckee.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.CommandGroup;
import org.truckee.cli.command.Help;
import org.truckee.cli.command.ManPage;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.command.Verb;
import org.truckee.node.TruckeeVersion;

/** {@code truckee help}: what a command does, the same as its {@code --help}. */
final class HelpCommand implements Command {
  private static final Option MAN =
      Option.flag("say it as a page of the manual, in roff, for man and the like", "man");

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
            + " commands there are.",
        "With --man it is a page of the manual: 'truckee help --man put | man -l -' shows it.");
  }

  @Override
  public List<Option> options() {
    return List.of(MAN);
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
    String text =
        arguments.has(MAN) ? ManPage.of(verb, path, TruckeeVersion.text()) : of(verb, path);
    session.print(text.stripTrailing());
  }

  /** The help of either. */
  static String of(Verb verb, List<String> path) {
    return switch (verb) {
      case Command command -> Help.of(command, path);
      case CommandGroup group -> Help.of(group, path);
    };
  }
}
