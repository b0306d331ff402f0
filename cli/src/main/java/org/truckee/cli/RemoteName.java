package org.truckee.cli;

import java.util.List;

/** Something on the grid as it is named on the command line ({@code spec/10 §3.2}). */
final class RemoteName {
  private static final List<String> PREFIXES = List.of("URI:", "ro.URI:", "imm.URI:");
  private static final String DOT_PATH = ":./";

  private RemoteName() {}

  /**
   * The path below the web API's root.
   *
   * @throws CommandException if it is no capability: there are no aliases yet
   */
  static String path(String argument) throws CommandException {
    String name = argument.strip();
    if (PREFIXES.stream().noneMatch(name::startsWith)) {
      throw new CommandException(
          "error: '%s' is no capability: capabilities begin with 'URI:'. (Aliases are not there yet.)"
              .formatted(name));
    }
    int dot = name.indexOf(DOT_PATH);
    String plain =
        dot < 0 ? name : name.substring(0, dot) + "/" + name.substring(dot + DOT_PATH.length());
    return "uri/" + Gateway.escape(plain);
  }
}
