package org.truckee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Colours;
import org.truckee.cli.command.Columns;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.NoNodeException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Quoting;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Aliases;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;
import org.truckee.cli.gateway.NodeDescription;
import org.truckee.cli.gateway.RemoteName;

/** {@code truckee ls} ({@code spec/10 §4.4}). */
final class LsCommand implements Command {
  private static final String PREFIX = "Error during GET";
  static final Option LONG =
      Option.flag("show also what may be done, the size, and when the link was made", "long", "l");
  private static final Option CLASSIFY =
      Option.flag(
          "mark directories with '/', writeable files with '*' and unknown things with '?'",
          "classify",
          "F");
  private static final Option URI = Option.flag("show capabilities", "uri");
  private static final Option READ_ONLY =
      Option.flag("show capabilities that grant reading only", "readonly-uri");
  private static final Option JSON = Option.flag("print the node's answer as it is", "json");
  private static final int NOT_FOUND = 404;
  private static final int NO_SUCH_FILE = 2;

  /** An exit status has eight bits. */
  private static final int STATUSES = 256;

  private static final int NO_CONNECTION = STATUSES - 1;

  /** How many columns come before the names of a long list: mode, size and time. */
  private static final int LONG_COLUMNS = 3;

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
        LONG, CLASSIFY, URI, READ_ONLY, JSON, GatewayOptions.NODE_URL, GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    String name = Aliases.of(arguments, session).expand(Aliases.wordOrUsual(arguments));
    String text = asked(GatewayOptions.gateway(arguments, session), name);
    if (arguments.has(JSON)) {
      session.print(text);
      return;
    }
    String ownName = RemoteName.isBelow(name) ? RemoteName.lastName(name) : "";
    print(listed(NodeDescription.parse(text), ownName), arguments, session);
  }

  /** Prints things by name, as the options want it. */
  static void print(Map<String, NodeDescription> listed, Arguments arguments, Session session)
      throws CommandException {
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, NodeDescription> child : listed.entrySet()) {
      rows.add(row(child.getKey(), child.getValue(), arguments));
    }
    Colours colours = session.streams().outColours();
    List<NodeDescription> children = List.copyOf(listed.values());
    int names = arguments.has(LONG) ? LONG_COLUMNS : 0;
    Columns.Marking marking =
        (row, column, cell) ->
            column == names && children.get(row).isDirectory() ? colours.directory(cell) : cell;
    for (String line : Columns.lines(rows, marking)) {
      session.print(line);
    }
    if (listed.values().stream().anyMatch(LsCommand::isUnknown)) {
      session
          .err()
          .println(
              """

              This listing included unknown objects. They were made by a later program than the
              node is, which can pass them on but not open them.\
              """);
    }
  }

  private static String asked(Gateway gateway, String name) throws CommandException {
    String path = RemoteName.withoutSlash(RemoteName.path(name));
    try (Answer answer = gateway.get(path + "?t=json", PREFIX)) {
      if (answer.status() == NOT_FOUND) {
        throw new CommandException(NO_SUCH_FILE, "No such file or directory");
      }
      if (answer.status() != 200) {
        String problem = answer.failure(PREFIX).getMessage();
        throw new CommandException(answer.status() % STATUSES, problem);
      }
      return answer.text(PREFIX);
    } catch (NoNodeException e) {
      throw new CommandException(NO_CONNECTION, e.getMessage());
    }
  }

  /** The children of a directory by name, or the one thing that is none. */
  static Map<String, NodeDescription> listed(NodeDescription node, String ownName)
      throws CommandException {
    Map<String, NodeDescription> listed = new TreeMap<>(LsCommand::byCodePoints);
    if (!node.isDirectory()) {
      return Map.of(ownName, node);
    }
    for (Map.Entry<String, JsonNode> child : node.properties().path("children").properties()) {
      listed.put(child.getKey(), NodeDescription.of(child.getValue()));
    }
    return listed;
  }

  private static List<String> row(String name, NodeDescription node, Arguments arguments) {
    List<String> row = new ArrayList<>();
    if (arguments.has(LONG)) {
      row.addAll(
          List.of(mode(node), size(node), LinkTime.text(node.properties().path("metadata"))));
    }
    row.add(Quoting.visible(name) + (arguments.has(CLASSIFY) ? kind(node) : ""));
    String readCap = node.properties().path("ro_uri").asText("");
    if (arguments.has(URI)) {
      row.add(node.properties().path("rw_uri").asText(readCap));
    }
    if (arguments.has(READ_ONLY)) {
      row.add(readCap.isEmpty() ? "-" : readCap);
    }
    return row;
  }

  private static boolean isUnknown(NodeDescription node) {
    return !node.isDirectory() && !node.isFile();
  }

  private static String kind(NodeDescription node) {
    if (node.isDirectory()) {
      return "/";
    }
    return isUnknown(node) ? "?" : node.properties().has("rw_uri") ? "*" : "";
  }

  private static String mode(NodeDescription node) {
    return (node.isDirectory() ? "d" : node.isFile() ? "-" : "?")
        + (node.properties().has("ro_uri") ? "r" : "-")
        + (node.properties().has("rw_uri") ? "w" : "-")
        + (node.isDirectory() ? "x" : "-");
  }

  private static String size(NodeDescription node) {
    return node.isDirectory() ? "-" : node.properties().path("size").asText("?");
  }

  private static int byCodePoints(String one, String other) {
    int[] a = one.codePoints().toArray();
    int[] b = other.codePoints().toArray();
    return Arrays.compare(a, b);
  }
}
