package org.truckee.cli.invite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.GatewayOptions;
import org.truckee.node.config.NodeException;
import org.truckee.wormhole.Wormhole;
import org.truckee.wormhole.WormholeException;

/** {@code truckee invite} ({@code spec/10 §7.3}). */
public final class InviteCommand implements Command {
  /** A code is told to somebody who may not be at the machine. */
  private static final Duration TO_COME = Duration.ofHours(24);

  private static final Duration TO_ANSWER = Duration.ofMinutes(1);
  private static final String CLIENT_ABILITY = "client-v1";
  private static final Option NEEDED =
      Option.value("N", "how many shares of its files give a file back", "shares-needed");
  private static final Option HAPPY =
      Option.value("N", "on how many servers they must lie", "shares-happy");
  private static final Option TOTAL =
      Option.value("N", "how many shares its files have", "shares-total");

  private static final Option JSON = Option.flag("print nothing but the code, as JSON", "json");

  @Override
  public String name() {
    return "invite";
  }

  @Override
  public String summary() {
    return "invite a new node into the grid of this one";
  }

  @Override
  public String synopsis() {
    return "NICKNAME";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Prints a code. Whoever runs 'truckee create-client --join=CODE' or 'truckee create-node"
            + " --join=CODE' before this command ends gets a node that is called NICKNAME, knows"
            + " the introducer of this node, and spreads its files as this one does if you do not"
            + " say otherwise. Tell the code to nobody else: it is good for one.",
        "The two find each other by a server on the network, which learns nothing but their"
            + " addresses.");
  }

  @Override
  public List<Option> options() {
    return List.of(NEEDED, HAPPY, TOTAL, JSON);
  }

  @Override
  public void run(Arguments arguments, Session session)
      throws UsageException, CommandException, InterruptedException {
    if (arguments.words().size() != 1) {
      throw new UsageException("Provide a single argument: the new node's nickname");
    }
    String nickname = arguments.words().getFirst().strip();
    Path directory = GatewayOptions.directory(session);
    Invitation invitation = invitation(arguments, nickname, directory);
    Session talk = arguments.has(JSON) ? session.withStreams(session.streams().quiet()) : session;
    talk.print("Connecting to '%s'...".formatted(WormholeOptions.server(arguments)));
    try (Wormhole wormhole = WormholeOptions.connect(arguments)) {
      talk.print("Connected to wormhole server");
      String code = wormhole.allocate().text();
      session.print(
          arguments.has(JSON)
              ? JsonTree.text(JsonNodeFactory.instance.objectNode().put("code", code))
              : "Invite Code for client: " + code);
      wormhole.agree(TO_COME);
      wormhole.send(introduction());
      requireClient(wormhole.receive(TO_ANSWER));
      talk.print("  received client introduction");
      talk.print("  transmitting configuration");
      wormhole.send(invitation.json());
    } catch (WormholeException e) {
      throw new CommandException("error: " + e.getMessage(), e);
    }
    talk.print("Completed successfully");
  }

  private static Invitation invitation(Arguments arguments, String nickname, Path directory)
      throws UsageException, CommandException {
    try {
      InvitingNode node = InvitingNode.read(directory);
      return new Invitation(
          number(arguments, NEEDED).orElse(node.encoding().needed()),
          number(arguments, HAPPY).orElse(node.encoding().happy()),
          number(arguments, TOTAL).orElse(node.encoding().total()),
          Optional.of(nickname),
          Optional.of(node.introducer()));
    } catch (NodeException e) {
      throw new CommandException("error: " + e.getMessage(), e);
    }
  }

  private static Optional<Integer> number(Arguments arguments, Option option)
      throws UsageException {
    Optional<String> text = arguments.value(option);
    if (text.isPresent() && !text.get().strip().matches("[0-9]{1,3}")) {
      throw new UsageException("--%s must be an integer".formatted(option.name()));
    }
    return text.map(digits -> Integer.parseInt(digits.strip()));
  }

  private static ObjectNode introduction() {
    ObjectNode introduction = JsonNodeFactory.instance.objectNode();
    introduction.putObject("abilities").putObject("server-v1");
    return introduction;
  }

  private static void requireClient(JsonNode introduction) throws CommandException {
    if (!introduction.has("abilities")) {
      throw new CommandException("No 'abilities' from client");
    }
    if (!introduction.path("abilities").has(CLIENT_ABILITY)) {
      throw new CommandException("No 'client-v1' in abilities from client");
    }
  }
}
