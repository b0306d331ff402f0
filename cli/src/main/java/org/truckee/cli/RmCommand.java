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

/** {@code truckee rm} ({@code spec/10 §4.5}, where it is called {@code unlink}). */
final class RmCommand implements Command {
  private final String name;

  /**
   * The command by one of its names.
   *
   * @param name {@code rm} or {@code unlink}
   */
  RmCommand(String name) {
    this.name = name;
  }

  private static final String PREFIX = "ERROR";

  @Override
  public String name() {
    return name;
  }

  @Override
  public String summary() {
    return "remove a file or directory from a directory";
  }

  @Override
  public String synopsis() {
    return "PLACE";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Removes the name from its directory, whether a file or a directory has it. What it led to"
            + " stays on the grid for whoever has its capability, until its leases end.");
  }

  @Override
  public List<Option> options() {
    return List.of(GatewayOptions.NODE_URL, GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    String place = Aliases.of(arguments, session).expand(arguments.words(1, 1).getFirst());
    if (!RemoteName.isBelow(place)) {
      throw new CommandException(
          "\n'truckee %s' can only unlink directory entries, so a path must be given."
              .formatted(name));
    }
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    try (Answer answer = gateway.delete(RemoteName.path(place), PREFIX)) {
      if (answer.status() != 200) {
        throw answer.failure(PREFIX);
      }
      session.print("%d %s".formatted(answer.status(), answer.reason()));
    }
  }
}
