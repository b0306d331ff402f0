package org.truckee.cli.browser;

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

/** {@code truckee webopen} ({@code spec/10 §4.8}). */
public final class WebopenCommand implements Command {
  private static final Option INFO =
      Option.flag("open the page about it, not the thing itself", "info", "i");

  @Override
  public String name() {
    return "webopen";
  }

  @Override
  public String summary() {
    return "open a page of the node in a browser";
  }

  @Override
  public String synopsis() {
    return "[PLACE]";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Opens a file or directory in a browser; without PLACE the welcome page of the node. The"
            + " browser is the one that the environment variable BROWSER names, else the usual one"
            + " of the desktop. It is told the capability in its command line, where other users of"
            + " this machine may see it for a moment.");
  }

  @Override
  public List<Option> options() {
    return List.of(INFO, GatewayOptions.NODE_URL, GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session)
      throws UsageException, CommandException, InterruptedException {
    List<String> words = arguments.words(0, 1);
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    String path =
        words.isEmpty()
            ? ""
            : RemoteName.path(Aliases.of(arguments, session).expand(words.getFirst()));
    String info = arguments.has(INFO) ? "?t=info" : "";
    String url = gateway.url((path.endsWith("/") ? RemoteName.withoutSlash(path) : path) + info);
    if (!new Browser(session.surroundings()).open(url)) {
      session.err().println("notice: no browser could be started: set BROWSER to one");
    }
  }
}
