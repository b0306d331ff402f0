package org.truckee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Quoting;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Aliases;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;
import org.truckee.cli.gateway.RemoteName;
import org.truckee.cli.gateway.StreamedLines;
import org.truckee.cli.gateway.WalkBar;

/** {@code truckee manifest} ({@code spec/10 §5.1}). */
final class ManifestCommand implements Command {
  private static final Option STORAGE_INDEX =
      Option.flag("print storage indexes instead", "storage-index", "s");
  private static final Option VERIFY_CAP = Option.flag("print verify caps instead", "verify-cap");
  private static final Option REPAIR_CAP = Option.flag("print repair caps instead", "repair-cap");
  private static final Option RAW =
      Option.flag("print the node's answer as it is, in lines of JSON", "raw", "json", "r");

  @Override
  public String name() {
    return "manifest";
  }

  @Override
  public String summary() {
    return "list everything below a directory";
  }

  @Override
  public String synopsis() {
    return "[PLACE]";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Prints the capability and the path of everything that can be reached from a directory,"
            + " each once.");
  }

  @Override
  public List<Option> options() {
    return List.of(
        STORAGE_INDEX,
        VERIFY_CAP,
        REPAIR_CAP,
        RAW,
        GatewayOptions.NODE_URL,
        GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    String path =
        RemoteName.wholePath(Aliases.of(arguments, session).expand(Aliases.wordOrUsual(arguments)));
    Optional<String> field = field(arguments);
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    try (WalkBar bar = new WalkBar(session, System::nanoTime)) {
      Session beside = bar.beside(session);
      boolean complete =
          StreamedLines.read(
              gateway,
              path + "?t=stream-manifest",
              arguments.has(RAW),
              line -> print(line, field, beside),
              beside,
              bar);
      if (!complete) {
        throw new CommandException("error: the list is not complete, see above");
      }
    }
  }

  private static Optional<String> field(Arguments arguments) {
    if (arguments.has(STORAGE_INDEX)) {
      return Optional.of("storage-index");
    }
    if (arguments.has(VERIFY_CAP)) {
      return Optional.of("verifycap");
    }
    return arguments.has(REPAIR_CAP) ? Optional.of("repaircap") : Optional.empty();
  }

  private static void print(JsonNode line, Optional<String> field, Session session)
      throws CommandException {
    if (!isFileOrDirectory(line)) {
      return;
    }
    if (field.isEmpty()) {
      session.print("%s %s".formatted(line.path("cap").asText(), Quoting.plain(path(line))));
      return;
    }
    String value = line.path(field.get()).asText();
    if (!value.isEmpty()) {
      session.print(value);
    }
  }

  static boolean isFileOrDirectory(JsonNode line) {
    String type = line.path("type").asText();
    return type.equals("file") || type.equals("directory");
  }

  /** The names that lead to a thing. */
  static String path(JsonNode line) {
    StringBuilder path = new StringBuilder();
    for (JsonNode name : line.path("path")) {
      path.append(path.isEmpty() ? "" : "/").append(name.asText());
    }
    return path.toString();
  }
}
