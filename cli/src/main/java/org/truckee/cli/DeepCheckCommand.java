package org.truckee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Aliases;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;
import org.truckee.cli.gateway.RemoteName;
import org.truckee.cli.gateway.StreamedLines;
import org.truckee.cli.gateway.WalkBar;

/** {@code truckee deep-check} ({@code spec/10 §5.4}). */
final class DeepCheckCommand implements Command {
  private static final Option VERBOSE = Option.flag("say how each thing is", "verbose", "v");
  private static final Option RAW =
      Option.flag("print the node's answer as it is, in lines of JSON", "raw", "json");

  @Override
  public String name() {
    return "deep-check";
  }

  @Override
  public String summary() {
    return "check everything below a directory, verify or repair it";
  }

  @Override
  public String synopsis() {
    return "[PLACE]...";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Checks everything that can be reached from a directory, and says how much of it is"
            + " healthy. What cannot be read is said in the end, and does not keep the rest from"
            + " being checked and repaired; the exit status is 1 then.");
  }

  @Override
  public List<Option> options() {
    List<Option> options = new ArrayList<>(CheckCommand.WHAT);
    options.addAll(List.of(VERBOSE, RAW, GatewayOptions.NODE_URL, GatewayOptions.DIR_CAP));
    return options;
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    List<String> paths = new ArrayList<>();
    for (String word : Aliases.wordsOrUsual(arguments)) {
      paths.add(RemoteName.wholePath(Aliases.of(arguments, session).expand(word)));
    }
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    boolean complete = true;
    for (String path : paths) {
      try (WalkBar bar = new WalkBar(session, System::nanoTime)) {
        complete &= check(gateway, path, arguments, bar.beside(session), bar);
      }
    }
    if (!complete) {
      throw new CommandException("error: not everything could be checked, see above");
    }
  }

  private static boolean check(
      Gateway gateway, String path, Arguments arguments, Session session, WalkBar bar)
      throws CommandException {
    DeepCheckCount count =
        new DeepCheckCount(arguments.has(CheckCommand.REPAIR), arguments.has(VERBOSE), session);
    String request = path + "?t=stream-deep-check" + CheckCommand.query(arguments);
    boolean whole =
        StreamedLines.read(
            gateway, request, arguments.has(RAW), line -> take(line, count), session, bar);
    if (whole && !arguments.has(RAW)) {
      count.done();
    }
    return whole;
  }

  private static void take(JsonNode line, DeepCheckCount count) throws CommandException {
    if (ManifestCommand.isFileOrDirectory(line)) {
      count.add(line);
    }
  }
}
