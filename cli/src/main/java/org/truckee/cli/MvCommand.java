package org.truckee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Aliases;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;
import org.truckee.cli.gateway.NodeDescription;
import org.truckee.cli.gateway.RemoteName;

/** {@code truckee mv} ({@code spec/10 §4.6}). */
final class MvCommand implements Command {
  private static final String PREFIX = "Error";
  private static final String IN_ITSELF =
      "error: a directory cannot be moved into itself; nothing was moved";
  private static final String IN_THE_WAY = "Error: You can't overwrite a directory with a file";

  @Override
  public String name() {
    return "mv";
  }

  @Override
  public String summary() {
    return "move a file or directory to another name or directory";
  }

  @Override
  public String synopsis() {
    return "FROM TO";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Links what FROM leads to at TO, and then removes FROM. If"
            + " TO ends with a slash, the name stays the same. A file in the way is"
            + " replaced, a directory is not.");
  }

  @Override
  public List<Option> options() {
    return List.of(GatewayOptions.NODE_URL, GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    Aliases aliases = Aliases.of(arguments, session);
    String from = aliases.expand(arguments.words(2, 2).getFirst());
    if (!RemoteName.isBelow(from)) {
      throw new CommandException("error: a capability alone has no name that could be moved");
    }
    String source = RemoteName.withoutSlash(RemoteName.path(from));
    String target = target(from, aliases.expand(arguments.words().get(1)));
    if (target.equals(source)) {
      throw new CommandException("error: both names are the same; nothing was moved");
    }
    // It would be in no directory any more but in itself.
    if (target.startsWith(source + "/")) {
      throw new CommandException(IN_ITSELF);
    }
    try {
      link(arguments, session, true);
    } catch (CommandException e) {
      boolean said = e.getMessage().equals(IN_THE_WAY) || e.getMessage().equals(IN_ITSELF);
      throw said ? e : new CommandException(e.getMessage() + "\nNOT removing the original", e);
    }
    String prefix = "Error deleting original after move";
    try (Answer answer = GatewayOptions.gateway(arguments, session).delete(source, prefix)) {
      if (!answer.isSuccess()) {
        throw new CommandException(2, answer.failure(prefix).getMessage());
      }
    }
    session.print("OK");
  }

  /** Links what the first argument leads to at the second. */
  static void link(Arguments arguments, Session session) throws UsageException, CommandException {
    link(arguments, session, false);
  }

  private static void link(Arguments arguments, Session session, boolean moves)
      throws UsageException, CommandException {
    List<String> words = arguments.words(2, 2);
    Aliases aliases = Aliases.of(arguments, session);
    String from = aliases.expand(words.getFirst());
    String target = target(from, aliases.expand(words.get(1)));
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    String cap = cap(gateway, RemoteName.withoutSlash(RemoteName.path(from)));
    // By its own capability or an alias of that.
    if (moves && target.startsWith(RemoteName.path(cap + "/"))) {
      throw new CommandException(IN_ITSELF);
    }
    byte[] body = cap.getBytes(StandardCharsets.UTF_8);
    try (Answer answer = gateway.put(target + "?t=uri&replace=only-files", body, PREFIX)) {
      if (answer.status() == 409) {
        throw new CommandException(IN_THE_WAY);
      }
      if (!answer.isSuccess()) {
        throw answer.failure(PREFIX);
      }
    }
  }

  /** Where the link goes: with a slash at its end, into that directory under the same name. */
  private static String target(String from, String to) throws CommandException {
    String target = RemoteName.path(to);
    return target.endsWith("/") && RemoteName.isBelow(from)
        ? target + Gateway.escape(RemoteName.lastName(from))
        : target;
  }

  private static String cap(Gateway gateway, String path) throws CommandException {
    try (Answer answer = gateway.get(path + "?t=json", PREFIX)) {
      if (!answer.isSuccess()) {
        throw answer.failure(PREFIX);
      }
      JsonNode properties = NodeDescription.read(answer, PREFIX).properties();
      String cap = properties.path("rw_uri").asText(properties.path("ro_uri").asText());
      // The node takes nothing for something, and links it.
      if (cap.isEmpty()) {
        throw new CommandException(
            PREFIX
                + ": there is no capability that could be linked: it is not complete, or of a kind"
                + " that only a later program knows");
      }
      return cap;
    }
  }
}
