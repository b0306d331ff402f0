package org.truckee.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;

/** {@code truckee firstgen manifest}. */
final class FirstgenManifestCommand implements Command {
  private static final String PREFIX = "Error during GET";

  @Override
  public String name() {
    return "manifest";
  }

  @Override
  public String summary() {
    return "list what servers know of everything below a directory";
  }

  @Override
  public String synopsis() {
    return "[PLACE]";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Prints the refresh capabilities of a directory and of everything that can be reached from"
            + " it; without a PLACE, of the public drive. They name files and directories at their"
            + " servers and grant nothing.",
        OldPlace.DESCRIPTION);
  }

  @Override
  public List<Option> options() {
    return List.of(PutCommand.JSON, GatewayOptions.NODE_URL);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    List<String> words = arguments.words(0, 1);
    Session old = OldSession.of(arguments, session);
    String path = OldPlace.path(words.isEmpty() ? "" : words.getFirst(), old);
    Gateway gateway = GatewayOptions.gateway(arguments, old);
    boolean complete = true;
    try (Answer answer = gateway.get(path + "?t=manifest&output=text", PREFIX)) {
      if (!answer.isSuccess()) {
        throw answer.failure(PREFIX);
      }
      for (String line : answer.text(PREFIX).lines().toList()) {
        if (line.startsWith("not read: ")) {
          complete = false;
          session.err().println(line);
        } else {
          print(line, arguments.has(PutCommand.JSON), session);
        }
      }
    }
    if (!complete) {
      throw new CommandException("error: the list is not complete, see above");
    }
  }

  private static void print(String line, boolean json, Session session) throws CommandException {
    session.print(
        json
            ? JsonTree.text(JsonNodeFactory.instance.objectNode().put("refresh-cap", line))
            : line);
  }
}
