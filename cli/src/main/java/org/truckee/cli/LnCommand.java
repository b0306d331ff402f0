package org.truckee.cli;

import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.GatewayOptions;

/** {@code truckee ln} ({@code spec/10 §4.6}). */
final class LnCommand implements Command {
  @Override
  public String name() {
    return "ln";
  }

  @Override
  public String summary() {
    return "link a file or directory in a second place";
  }

  @Override
  public String synopsis() {
    return "FROM TO";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Links what FROM leads to at TO, too. If TO ends with a slash, the name stays the same. A"
            + " file in the way is replaced, a directory is not.");
  }

  @Override
  public List<Option> options() {
    return List.of(GatewayOptions.NODE_URL, GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    MvCommand.link(arguments, session);
    session.print("OK");
  }
}
