package org.truckee.cli;

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
import org.truckee.cli.gateway.RemoteName;

/** {@code truckee mkdir} ({@code spec/10 §4.1}). */
final class MkdirCommand implements Command {
  private static final String PREFIX = "Error during HTTP request";
  private static final Option JSON = Option.flag("print JSON", "json");
  private static final Option FORMAT = FormatOption.of("SDMF or MDMF");

  @Override
  public String name() {
    return "mkdir";
  }

  @Override
  public String summary() {
    return "make a directory and print its capability";
  }

  @Override
  public String synopsis() {
    return "[PLACE]";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Makes a directory and prints its capability: who has it can change the directory. With"
            + " a PLACE it is linked there, and directories that are missing on the way are"
            + " made too; one that exists stays as it is.");
  }

  @Override
  public List<Option> options() {
    return List.of(FORMAT, JSON, GatewayOptions.NODE_URL, GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    List<String> words = arguments.words(0, 1);
    String name = words.isEmpty() ? "" : Aliases.of(arguments, session).expand(words.getFirst());
    String path =
        name.isEmpty() || !RemoteName.isBelow(name)
            ? "uri"
            : RemoteName.withoutSlash(RemoteName.path(name));
    String format =
        FormatOption.value(arguments, FORMAT, List.of("SDMF", "MDMF"))
            .map(value -> "&format=" + value)
            .orElse("");
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    try (Answer answer = gateway.post(path + "?t=mkdir" + format, PREFIX)) {
      if (!answer.isSuccess()) {
        throw answer.failure(PREFIX);
      }
      String cap = answer.text(PREFIX).strip();
      session.print(arguments.has(JSON) ? "{\"cap\": \"%s\"}".formatted(cap) : cap);
    }
  }
}
