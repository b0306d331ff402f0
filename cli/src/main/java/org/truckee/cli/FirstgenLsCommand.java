package org.truckee.cli;

import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;

/** {@code truckee firstgen ls}. */
final class FirstgenLsCommand implements Command {
  private static final String PREFIX = "Error during GET";
  private static final Option JSON = Option.flag("print the node's answer as it is", "json");

  @Override
  public String name() {
    return "ls";
  }

  @Override
  public String summary() {
    return "list a directory";
  }

  @Override
  public String synopsis() {
    return "[PLACE]";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Lists the names in a directory of a grid of the first generation; without a PLACE, in the"
            + " public drive.",
        OldPlace.DESCRIPTION);
  }

  @Override
  public List<Option> options() {
    return List.of(NodeListing.LONG, JSON, GatewayOptions.NODE_URL);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    List<String> words = arguments.words(0, 1);
    String place = words.isEmpty() ? "" : words.getFirst();
    Session old = OldSession.of(arguments, session);
    String path = OldPlace.path(place, old);
    Gateway gateway = GatewayOptions.gateway(arguments, old);
    try (Answer answer = gateway.get(path + "?t=json", PREFIX)) {
      if (answer.status() == 404) {
        throw new CommandException(2, "No such file or directory");
      }
      if (!answer.isSuccess()) {
        throw answer.failure(PREFIX);
      }
      if (arguments.has(JSON)) {
        answer.text(PREFIX, session::write);
        session.write("\n");
        return;
      }
      String ownName = place.substring(place.lastIndexOf('/') + 1);
      NodeListing.read(answer, PREFIX, ownName, arguments).print(session);
    }
  }
}
