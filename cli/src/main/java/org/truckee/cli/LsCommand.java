package org.truckee.cli;

import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.NoNodeException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Aliases;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;
import org.truckee.cli.gateway.RemoteName;

/** {@code truckee ls} ({@code spec/10 §4.4}). */
final class LsCommand implements Command {
  private static final String PREFIX = "Error during GET";
  private static final Option JSON = Option.flag("print the node's answer as it is", "json");
  private static final int NOT_FOUND = 404;
  private static final int NO_SUCH_FILE = 2;

  /** An exit status has eight bits. */
  private static final int STATUSES = 256;

  private static final int NO_CONNECTION = STATUSES - 1;

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
    return List.of("Lists the names in a directory; of a file, its own.");
  }

  @Override
  public List<Option> options() {
    return List.of(
        NodeListing.LONG,
        NodeListing.CLASSIFY,
        NodeListing.URI,
        NodeListing.READ_ONLY,
        JSON,
        GatewayOptions.NODE_URL,
        GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    String name = Aliases.of(arguments, session).expand(Aliases.wordOrUsual(arguments));
    try (Answer answer = asked(GatewayOptions.gateway(arguments, session), name)) {
      if (arguments.has(JSON)) {
        answer.text(PREFIX, session::write);
        session.write("\n");
        return;
      }
      String ownName = RemoteName.isBelow(name) ? RemoteName.lastName(name) : "";
      NodeListing.read(answer, PREFIX, ownName, arguments).print(session);
    }
  }

  private static Answer asked(Gateway gateway, String name) throws CommandException {
    String path = RemoteName.withoutSlash(RemoteName.path(name));
    try {
      Answer answer = gateway.get(path + "?t=json", PREFIX);
      if (answer.status() != 200) {
        try (answer) {
          throw problem(answer);
        }
      }
      return answer;
    } catch (NoNodeException e) {
      throw new CommandException(NO_CONNECTION, e.getMessage());
    }
  }

  private static CommandException problem(Answer answer) {
    return answer.status() == NOT_FOUND
        ? new CommandException(NO_SUCH_FILE, "No such file or directory")
        : new CommandException(answer.status() % STATUSES, answer.failure(PREFIX).getMessage());
  }
}
