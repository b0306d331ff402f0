package org.truckee.cli.invite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Quoting;
import org.truckee.cli.command.SecretInput;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.wormhole.Code;
import org.truckee.wormhole.Wormhole;
import org.truckee.wormhole.WormholeException;

/** The end of an invitation at which a node is made ({@code spec/09 §12.1}). */
public final class Joining {
  /** Has a node made by the settings of an invitation. */
  public static final Option JOIN =
      Option.value("CODE", "join a grid with an invite code, or - for standard input", "join");

  private static final Duration TO_COME = Duration.ofMinutes(15);
  private static final Duration TO_ANSWER = Duration.ofMinutes(1);
  private static final String SERVER_ABILITY = "server-v1";

  private Joining() {}

  /**
   * Takes an invitation.
   *
   * @param word the code that was given, or {@code -} for standard input
   * @throws CommandException if it is none, nobody is at the other end, or what it says makes no
   *     sense
   */
  public static Invitation take(String word, Arguments arguments, Session session)
      throws UsageException, CommandException, InterruptedException {
    String text = word.equals("-") ? SecretInput.line(session) : word;
    try {
      Code code = Code.parse(text);
      session.print("Opening wormhole with code '%s'".formatted(code.text()));
      session.print("Connecting to '%s'".formatted(WormholeOptions.server(arguments)));
      try (Wormhole wormhole = WormholeOptions.connect(arguments)) {
        session.print("Connected to wormhole server");
        wormhole.take(code);
        wormhole.agree(TO_COME);
        wormhole.send(introduction());
        requireServer(wormhole.receive(TO_ANSWER));
        session.print("  received server introduction");
        Invitation invitation = Invitation.of(wormhole.receive(TO_ANSWER));
        session.print("  received configuration");
        tell(invitation, session);
        return invitation;
      }
    } catch (WormholeException e) {
      throw new CommandException("error: " + e.getMessage(), e);
    }
  }

  private static ObjectNode introduction() {
    ObjectNode introduction = JsonNodeFactory.instance.objectNode();
    introduction.putObject("abilities").putObject("client-v1");
    return introduction;
  }

  private static void requireServer(JsonNode introduction) throws CommandException {
    if (!introduction.has("abilities")) {
      throw new CommandException("  Expected 'abilities' in server introduction");
    }
    if (!introduction.path("abilities").has(SERVER_ABILITY)) {
      throw new CommandException("  Expected 'server-v1' in server abilities");
    }
  }

  private static void tell(Invitation invitation, Session session) throws CommandException {
    session.print(
        "Encoding: %d of %d shares, on at least %d servers"
            .formatted(invitation.needed(), invitation.total(), invitation.happy()));
    session.print("Overriding the following config:");
    if (invitation.introducer().isPresent()) {
      session.print("  introducer: [sensitive data; see tahoe.cfg]");
    }
    if (invitation.nickname().isPresent()) {
      session.print("  nickname: " + Quoting.visible(invitation.nickname().get()));
    }
  }
}
