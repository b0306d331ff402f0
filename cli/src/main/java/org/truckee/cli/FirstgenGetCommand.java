package org.truckee.cli;

import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.GatewayOptions;

/** {@code truckee firstgen get}. */
final class FirstgenGetCommand implements Command {
  @Override
  public String name() {
    return "get";
  }

  @Override
  public String summary() {
    return "fetch a file";
  }

  @Override
  public String synopsis() {
    return "PLACE [FILE]";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Fetches a file through the web server of a client of the first generation, which validates"
            + " every byte, and writes it to FILE; without FILE, or with '-', to standard output.",
        OldPlace.DESCRIPTION);
  }

  @Override
  public List<Option> options() {
    return List.of(GatewayOptions.NODE_URL);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    List<String> words = arguments.words(1, 2);
    Session old = OldSession.of(arguments, session);
    String path = OldPlace.path(words.getFirst(), old);
    GetCommand.fetch(words, path, arguments, old);
  }
}
