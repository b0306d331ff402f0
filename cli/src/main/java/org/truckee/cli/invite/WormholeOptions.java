package org.truckee.cli.invite;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.UsageException;
import org.truckee.wormhole.Wormhole;
import org.truckee.wormhole.WormholeException;

/**
 * By which server invitations go; these options stand before the command ({@code spec/10 §1.1}).
 */
public final class WormholeOptions {
  private static final String USUAL_SERVER = "ws://wormhole.tahoe-lafs.org:4000/v1";
  private static final String USUAL_APPLICATION = "tahoe-lafs.org/invite";
  private static final Option SERVER =
      Option.value(
          "URL", "the server for invitations (%s)".formatted(USUAL_SERVER), "wormhole-server");
  private static final Option APPLICATION =
      Option.value(
          "ID",
          "what invitations are marked with (%s)".formatted(USUAL_APPLICATION),
          "wormhole-invite-appid");

  /** Both. */
  public static final List<Option> OPTIONS = List.of(SERVER, APPLICATION);

  private WormholeOptions() {}

  /** The URL of the server, as it was given. */
  static String server(Arguments arguments) {
    return arguments.value(SERVER).orElse(USUAL_SERVER);
  }

  /**
   * Connects to the server.
   *
   * @throws UsageException if its URL is none
   * @throws CommandException if it cannot be reached
   */
  static Wormhole connect(Arguments arguments)
      throws UsageException, CommandException, InterruptedException {
    try {
      URI server = new URI(server(arguments));
      if (server.getHost() == null || !server.getScheme().matches("wss?")) {
        throw new UsageException("--wormhole-server is a URL that begins with ws:// or wss://");
      }
      String application = arguments.value(APPLICATION).orElse(USUAL_APPLICATION);
      return Wormhole.connect(server, application, new SecureRandom());
    } catch (URISyntaxException e) {
      throw new UsageException("--wormhole-server is no URL: " + e.getMessage());
    } catch (WormholeException e) {
      throw new CommandException("error: " + e.getMessage(), e);
    }
  }
}
