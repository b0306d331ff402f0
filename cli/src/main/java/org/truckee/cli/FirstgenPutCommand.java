package org.truckee.cli;

import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.GatewayOptions;

/** {@code truckee firstgen put}. */
final class FirstgenPutCommand implements Command {
  @Override
  public String name() {
    return "put";
  }

  @Override
  public String summary() {
    return "store a file and print its URI";
  }

  @Override
  public String synopsis() {
    return "[FILE [PLACE]]";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Stores a file on a grid of the first generation and prints its URI. Without FILE, or with"
            + " '-', standard input is stored. With a PLACE it gets its name there, and directories"
            + " that are missing on the way are made.",
        OldPlace.DESCRIPTION);
  }

  @Override
  public List<Option> options() {
    return List.of(PutCommand.JSON, GatewayOptions.NODE_URL);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    List<String> words = arguments.words(0, 2);
    Session old = OldSession.of(arguments, session);
    String target = words.size() < 2 ? "uri" : OldPlace.path(words.get(1), old);
    PutCommand.store(words, target, arguments, old);
  }
}
