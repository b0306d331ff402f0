package org.truckee.cli;

import java.util.HashMap;
import java.util.Map;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.NodeDescription;

/**
 * A directory of the grid with what a copy wants to know of its children.
 *
 * @param node as the node describes it
 * @param children by name; of a file, none
 */
record ListedFolder(NodeDescription node, Map<String, LinkedChild> children) {
  /** Reads a node's answer. */
  static ListedFolder read(Answer answer, String prefix) throws CommandException {
    Map<String, LinkedChild> children = new HashMap<>();
    NodeDescription node =
        NodeDescription.read(
            answer, prefix, (name, child) -> children.put(name, LinkedChild.of(child)));
    return new ListedFolder(node, children);
  }
}
