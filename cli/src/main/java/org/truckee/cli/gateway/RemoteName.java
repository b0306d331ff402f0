package org.truckee.cli.gateway;

import java.util.List;
import org.truckee.cli.command.CommandException;

/** Something on the grid: a capability, and perhaps a path below it ({@code spec/10 §3.2}). */
public final class RemoteName {
  private static final List<String> PREFIXES = List.of("URI:", "ro.URI:", "imm.URI:");
  private static final String DOT_PATH = ":./";

  private RemoteName() {}

  /**
   * The path below the web API's root.
   *
   * @throws CommandException if it does not begin with a capability
   */
  public static String path(String argument) throws CommandException {
    return "uri/" + Gateway.escape(plain(argument));
  }

  /**
   * The path below the web API's root of something that is looked at as a whole: a slash alone
   * behind the capability is no path ({@code spec/10 §5}).
   *
   * @throws CommandException if it does not begin with a capability
   */
  public static String wholePath(String argument) throws CommandException {
    String plain = plain(argument);
    boolean slashAlone = plain.endsWith("//") && plain.indexOf('/') == plain.length() - 2;
    return "uri/" + Gateway.escape(slashAlone ? withoutSlash(plain) : plain);
  }

  /** Whether the name goes on below its capability. */
  public static boolean isBelow(String argument) throws CommandException {
    String plain = plain(argument);
    int slash = plain.indexOf('/');
    return slash >= 0 && slash < plain.length() - 1;
  }

  /** Whether the path below the capability begins with a slash, where no name is empty. */
  public static boolean beginsWithSlash(String argument) throws CommandException {
    return plain(argument).contains("//")
        && plain(argument).indexOf('/') == plain(argument).indexOf("//");
  }

  /** This path without a slash at its end. */
  public static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** The last name of a path that goes on below its capability, not escaped. */
  public static String lastName(String argument) throws CommandException {
    String plain = withoutSlash(plain(argument));
    return plain.substring(plain.lastIndexOf('/') + 1);
  }

  private static String plain(String argument) throws CommandException {
    String name = argument.strip();
    if (PREFIXES.stream().noneMatch(name::startsWith)) {
      throw new CommandException(
          "error: an alias stands for what is no capability: capabilities begin with 'URI:'");
    }
    int dot = name.indexOf(DOT_PATH);
    return dot < 0 ? name : name.substring(0, dot) + "/" + name.substring(dot + DOT_PATH.length());
  }
}
