package org.truckee.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Session;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;

/**
 * Something on a grid of 2007 as the command line names it: a path in the public drive, a path
 * behind {@code ~} in the private one, or a URI with perhaps a path behind it.
 */
final class OldPlace {
  /** What help says of places. */
  static final String DESCRIPTION =
      "A PLACE is a path in the public drive, such as music/song; a path in the private drive, such"
          + " as '~/song'; or a URI:CHK, URI:LIT, URI:DIR or URI:DIR-RO of the first generation,"
          + " that of a directory perhaps with a path behind it.";

  /** A FURL has slashes itself. */
  private static final Pattern DIRECTORY_URI =
      Pattern.compile("(URI:DIR(?:-RO)?:pb://[^@]*@[^/]*/[^/:]+:[a-z0-9]+)(/.*)?");

  private OldPlace() {}

  /** What the web server of a node calls it. */
  static String path(String place, Session session) throws CommandException {
    if (place.startsWith("URI:")) {
      Matcher directory = DIRECTORY_URI.matcher(place);
      return directory.matches()
          ? ofUri(directory.group(1), directory.group(2) == null ? "" : directory.group(2))
          : ofUri(place, "");
    }
    if (place.equals("~") || place.startsWith("~/")) {
      return ofUri(privateRoot(session), place.substring(1));
    }
    String relative = place.startsWith("/") ? place.substring(1) : place;
    return "vdrive/global/" + Gateway.escape(relative);
  }

  private static String ofUri(String uri, String path) {
    return "uri/" + Gateway.escape(uri.replace('/', '!')) + Gateway.escape(path);
  }

  private static String privateRoot(Session session) throws CommandException {
    Path file = GatewayOptions.directory(session).resolve("my_vdrive.uri");
    try {
      return Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (NoSuchFileException e) {
      throw new CommandException(
          "error: there is no '%s': name the base directory of a client that has run with -d"
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new CommandException("error: cannot read '%s': %s".formatted(file, e.getMessage()), e);
    }
  }
}
