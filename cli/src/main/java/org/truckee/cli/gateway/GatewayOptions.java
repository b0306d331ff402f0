package org.truckee.cli.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.BaseDirectory;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.node.EmbeddedGrid;

/** Which node's web API a command talks to ({@code spec/10 §2.1}). */
public final class GatewayOptions {
  /** Names the web API itself. */
  public static final Option NODE_URL =
      Option.value(
          "URL", "the web API to talk to, instead of the node directory's", "node-url", "u");

  /** Has another directory meant where no alias is named. */
  public static final Option DIR_CAP =
      Option.value(
          "DIRCAP", "the directory that is meant by the alias tahoe, this time", "dir-cap");

  private static final Pattern URL = Pattern.compile("^https?://[^:]*(:[1-9][0-9]*)?.*");

  private GatewayOptions() {}

  /** The gateway. */
  public static Gateway gateway(Arguments arguments, Session session)
      throws UsageException, CommandException {
    check(arguments);
    Optional<String> url = arguments.value(NODE_URL);
    if (url.isPresent()) {
      return new Gateway(uri(url.get()));
    }
    Path file = directory(session).resolve("node.url");
    try {
      return new Gateway(uri(Files.readString(file).strip()));
    } catch (NoSuchFileException e) {
      throw new CommandException(
          """
          error: there is no '%s': no node with a web API has run in that directory yet.
          Start a grid of your own with 'truckee up', or name a node with -d or -u.\
          """
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new CommandException("error: cannot read '%s': %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Looks at the URL before anything else is done.
   *
   * @throws UsageException if it is none
   */
  static void check(Arguments arguments) throws UsageException {
    Optional<String> url = arguments.value(NODE_URL);
    if (url.isPresent() && !URL.matcher(url.get()).matches()) {
      throw new UsageException(
          "--node-url is required to be a string and look like \"http://HOSTNAMEORADDR:PORT\","
              + " not: '%s'".formatted(url.get()));
    }
  }

  /** The node directory of a command. */
  public static Path directory(Session session) {
    return session.nodeDirectory().orElseGet(() -> defaultDirectory(session));
  }

  private static Path defaultDirectory(Session session) {
    Path home = session.surroundings().home();
    Path embedded = EmbeddedGrid.defaultDirectory(home).resolve(EmbeddedGrid.CLIENT);
    return Files.isDirectory(embedded) ? embedded : BaseDirectory.usual(session);
  }

  /** However many slashes stand at its end. */
  private static URI uri(String text) throws CommandException {
    try {
      URI uri = new URI(text.strip().replaceAll("/+$", "") + "/");
      if (uri.getHost() == null
          || !String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT).matches("https?")
          || uri.getRawQuery() != null
          || uri.getRawFragment() != null) {
        throw new CommandException(
            "error: '%s' is no URL of a node: it looks like http://127.0.0.1:3456/"
                .formatted(text));
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new CommandException("error: the node's URL is none: " + e.getMessage(), e);
    }
  }
}
