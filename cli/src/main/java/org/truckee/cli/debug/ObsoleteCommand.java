package org.truckee.cli.debug;

import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;

/** {@code truckee debug repl} and {@code trial}: tools of a Python program ({@code spec/10 §8}). */
record ObsoleteCommand(String name) implements Command {
  @Override
  public String summary() {
    return "was a tool of a program in Python";
  }

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  public List<String> description() {
    return List.of("Says that there is no such tool any more.");
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public void run(Arguments arguments, Session session) throws CommandException {
    throw new CommandException(
        "'truckee debug %s' is obsolete. Tests run by 'mvn verify'.".formatted(name));
  }
}
