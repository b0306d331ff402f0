package org.truckee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Colours;
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

/** {@code truckee ls} ({@code spec/10 §4.4}). */
final class LsCommand implements Command {
  private static final String PREFIX = "Error during GET";
  private static final Option LONG =
      Option.flag("show also what may be done, the size, and when the link was made", "long", "l");
  private static final Option JSON = Option.flag("print the node's answer as it is", "json");
  private static final Duration RECENT = Duration.ofDays(180);
  private static final DateTimeFormatter TIME_OF_DAY =
      DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter YEAR =
      DateTimeFormatter.ofPattern("MMM dd  yyyy", Locale.ENGLISH);

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
    return List.of(LONG, JSON, GatewayOptions.NODE_URL, GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    String name = Aliases.of(arguments, session).expand(Aliases.wordOrUsual(arguments));
    String path = RemoteName.withoutSlash(RemoteName.path(name));
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    String text;
    try (Answer answer = gateway.get(path + "?t=json", PREFIX)) {
      if (answer.status() == 404) {
        throw new CommandException(2, "No such file or directory");
      }
      if (answer.status() != 200) {
        throw answer.failure(PREFIX);
      }
      text = answer.text(PREFIX);
    }
    if (arguments.has(JSON)) {
      session.print(text);
      return;
    }
    String ownName = RemoteName.isBelow(name) ? RemoteName.lastName(name) : "";
    for (String line :
        lines(
            NodeDescription.parse(text),
            ownName,
            arguments.has(LONG),
            session.streams().outColours())) {
      session.print(line);
    }
  }

  static List<String> lines(NodeDescription node, String ownName, boolean detailed, Colours colours)
      throws CommandException {
    Map<String, NodeDescription> named = new TreeMap<>(LsCommand::byCodePoints);
    if (node.isDirectory()) {
      for (Map.Entry<String, JsonNode> child : node.properties().path("children").properties()) {
        named.put(child.getKey(), NodeDescription.of(child.getValue()));
      }
    } else {
      named.put(ownName, node);
    }
    List<String> lines = new ArrayList<>();
    if (!detailed) {
      named.forEach(
          (name, child) ->
              lines.add(child.isDirectory() ? colours.directory(visible(name)) : visible(name)));
      return lines;
    }
    int widest = 1;
    for (NodeDescription child : named.values()) {
      widest = Math.max(widest, size(child).length());
    }
    for (Map.Entry<String, NodeDescription> child : named.entrySet()) {
      lines.add(line(child.getKey(), child.getValue(), widest));
    }
    return lines;
  }

  private static String line(String name, NodeDescription node, int sizeWidth) {
    return "%s %s %12s %s"
        .formatted(
            mode(node),
            " ".repeat(sizeWidth - size(node).length()) + size(node),
            time(node.properties().path("metadata")),
            visible(name));
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

  private static String time(JsonNode metadata) {
    JsonNode seconds = metadata.path("tahoe").path("linkcrtime");
    JsonNode time = seconds.isNumber() ? seconds : metadata.path("ctime");
    if (!time.isNumber()) {
      return "-";
    }
    Instant created = Instant.ofEpochSecond(time.asLong());
    boolean recent = Duration.between(created, Instant.now()).compareTo(RECENT) <= 0;
    return (recent ? TIME_OF_DAY : YEAR).format(created.atZone(ZoneId.systemDefault()));
  }

  /** A name that others gave must not move the cursor of a terminal. */
  private static String visible(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  private static int byCodePoints(String one, String other) {
    int[] a = one.codePoints().toArray();
    int[] b = other.codePoints().toArray();
    return Arrays.compare(a, b);
  }
}
