package org.truckee.cli.completion;

import java.util.List;
import java.util.function.Supplier;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.CommandGroup;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;

/** {@code truckee completion}. */
public final class CompletionCommand implements Command {
  private final Supplier<CommandGroup> program;

  /** Asked for the commands only when they are needed: this is one of them. */
  public CompletionCommand(Supplier<CommandGroup> program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "completion";
  }

  @Override
  public String summary() {
    return "print a script with which a shell completes commands and options";
  }

  @Override
  public String synopsis() {
    return "bash|zsh|fish";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Prints a script with which a shell completes commands and options. For bash, put this line"
            + " into ~/.bashrc: eval \"$(truckee completion bash)\"",
        "For zsh, save it as a file _truckee in a folder of $fpath; for fish, as"
            + " ~/.config/fish/completions/truckee.fish.");
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    String shell = arguments.words(1, 1).getFirst();
    CommandGroup group = program.get();
    List<WordPlace> places = WordPlace.of(group);
    String script =
        switch (shell) {
          case "bash" -> BashCompletion.of(group.name(), places);
          case "zsh" -> ZshCompletion.of(group.name(), places);
          case "fish" -> FishCompletion.of(group.name(), places);
          default ->
              throw new UsageException(
                  "there is no completion for '%s', but for bash, zsh and fish".formatted(shell));
        };
    session.print(script.stripTrailing());
  }
}
