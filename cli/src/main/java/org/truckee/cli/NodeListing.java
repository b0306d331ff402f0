package org.truckee.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Colours;
import org.truckee.cli.command.Columns;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Quoting;
import org.truckee.cli.command.Session;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.NodeDescription;

/**
 * The lines of a directory, or of the one thing that is none, by name ({@code spec/10 §4.4}). Of a
 * child no more is kept than what is shown of it: there may be many.
 */
final class NodeListing {
  static final Option LONG =
      Option.flag("show also what may be done, the size, and when the link was made", "long", "l");
  static final Option CLASSIFY =
      Option.flag(
          "mark directories with '/', writeable files with '*' and unknown things with '?'",
          "classify",
          "F");
  static final Option URI = Option.flag("show capabilities", "uri");
  static final Option READ_ONLY =
      Option.flag("show capabilities that grant reading only", "readonly-uri");

  /** How many columns come before the names of a long list: mode, size and time. */
  private static final int LONG_COLUMNS = 3;

  private final Arguments arguments;
  private final Map<String, Row> rows = new TreeMap<>(NodeListing::byCodePoints);
  private boolean hasUnknown;

  private record Row(List<String> cells, boolean directory) {}

  private NodeListing(Arguments arguments) {
    this.arguments = arguments;
  }

  /**
   * Reads a node's answer.
   *
   * @param ownName of what is no directory
   */
  static NodeListing read(Answer answer, String prefix, String ownName, Arguments arguments)
      throws CommandException {
    NodeListing listing = new NodeListing(arguments);
    NodeDescription node = NodeDescription.read(answer, prefix, listing::add);
    if (!node.isDirectory()) {
      listing.rows.clear();
      listing.add(ownName, node);
    }
    return listing;
  }

  private void add(String name, NodeDescription node) {
    rows.put(name, new Row(cells(name, node), node.isDirectory()));
    hasUnknown |= isUnknown(node);
  }

  /** Prints it as the options want it. */
  void print(Session session) throws CommandException {
    Colours colours = session.streams().outColours();
    List<Row> all = List.copyOf(rows.values());
    int names = arguments.has(LONG) ? LONG_COLUMNS : 0;
    Columns.Marking marking =
        (row, column, cell) ->
            column == names && all.get(row).directory() ? colours.directory(cell) : cell;
    Columns.each(all.stream().map(Row::cells).toList(), marking, session::print);
    if (hasUnknown) {
      session
          .err()
          .println(
              """

              This listing included unknown objects. They were made by a later program than the
              node is, which can pass them on but not open them.\
              """);
    }
  }

  private List<String> cells(String name, NodeDescription node) {
    List<String> cells = new ArrayList<>();
    if (arguments.has(LONG)) {
      cells.addAll(
          List.of(mode(node), size(node), LinkTime.text(node.properties().path("metadata"))));
    }
    cells.add(Quoting.visible(name) + (arguments.has(CLASSIFY) ? kind(node) : ""));
    String readCap = node.properties().path("ro_uri").asText("");
    if (arguments.has(URI)) {
      cells.add(node.properties().path("rw_uri").asText(readCap));
    }
    if (arguments.has(READ_ONLY)) {
      cells.add(readCap.isEmpty() ? "-" : readCap);
    }
    return List.copyOf(cells);
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
    int common = Math.min(one.length(), other.length());
    for (int i = 0; i < common; i++) {
      if (one.charAt(i) != other.charAt(i)) {
        return Integer.compare(one.codePointAt(i), other.codePointAt(i));
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}
