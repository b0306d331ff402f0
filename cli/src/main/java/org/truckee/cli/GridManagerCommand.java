package org.truckee.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.CommandGroup;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageErrors;
import org.truckee.cli.command.UsageException;
import org.truckee.node.config.NodeException;
import org.truckee.node.gridmanager.GridManager;
import org.truckee.node.gridmanager.GridManagerStore;

/** The commands of {@code truckee grid-manager} ({@code spec/10 §9}). */
record GridManagerCommand(
    String name, String summary, String synopsis, String details, int words, Work work)
    implements Command {
  private static final int MAX_CONFIG = 16 << 20;
  private static final int MAX_DAYS = 1825;
  private static final Option CONFIG =
      Option.value(
          "DIR",
          "the directory of the grid manager, or - for its text on standard input",
          "config",
          "c");

  private static final Option JSON =
      Option.flag("print JSON, also where other texts are usual", "json");

  /** What a command does. */
  private interface Work {
    void run(List<String> words, String config, boolean json, Session session)
        throws UsageException, CommandException, NodeException;
  }

  /** All of them. */
  static CommandGroup group() {
    return new CommandGroup(
        "grid-manager",
        "decide which servers of a grid are given new shares",
        List.of(CONFIG, Option.HELP),
        List.of(
            new GridManagerCommand(
                "create",
                "make a grid manager",
                "",
                "Makes DIR with a new key in it.",
                0,
                GridManagerCommand::create),
            new GridManagerCommand(
                "public-identity",
                "show the public key",
                "",
                "Prints the public key: clients that have it in [grid_managers] of their tahoe.cfg"
                    + " give new shares only to servers with a certificate of this grid manager.",
                0,
                GridManagerCommand::publicIdentity),
            new GridManagerCommand(
                "add",
                "add a server",
                "NAME PUBLIC-KEY",
                "Notes a storage server. Its public key is in node.pubkey of its directory.",
                2,
                GridManagerCommand::add),
            new GridManagerCommand(
                "remove",
                "remove a server",
                "NAME",
                "Forgets a storage server, and removes its certificates here. Those that the server"
                    + " has stay valid until they expire.",
                1,
                GridManagerCommand::remove),
            new GridManagerCommand(
                "list",
                "list servers and certificates",
                "",
                "Lists the storage servers, and how long their certificates are valid.",
                0,
                GridManagerCommand::list),
            new GridManagerCommand(
                "sign",
                "sign a certificate for a server",
                "NAME DAYS",
                "Prints a certificate that is valid for DAYS days, and keeps it, too. The operator"
                    + " of the server hands it to 'truckee admin add-grid-manager-cert'.",
                2,
                GridManagerCommand::sign)),
        UsageErrors.SHORT);
  }

  @Override
  public List<String> description() {
    return List.of(details);
  }

  @Override
  public List<Option> options() {
    return List.of(CONFIG, JSON);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    List<String> given = arguments.words(words, words);
    String config =
        arguments
            .value(CONFIG)
            .orElseThrow(() -> new UsageException("Missing option '--config' / '-c'."));
    try {
      work.run(given, config, arguments.has(JSON), session);
    } catch (NodeException e) {
      throw new CommandException("Error: " + e.getMessage(), e);
    }
  }

  private static boolean isText(String config) {
    return config.equals("-");
  }

  private static Path directory(String config, Session session) throws CommandException {
    return LocalFile.path(config, session);
  }

  private static GridManagerStore open(String config, Session session)
      throws CommandException, NodeException {
    return isText(config)
        ? GridManagerStore.ofText(standardInput(session))
        : GridManagerStore.open(directory(config, session));
  }

  private static String standardInput(Session session) throws CommandException {
    try {
      return new String(session.in().readNBytes(MAX_CONFIG), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandException("error: cannot read standard input: " + e.getMessage(), e);
    }
  }

  private static void create(List<String> words, String config, boolean json, Session session)
      throws CommandException, NodeException {
    GridManager manager = GridManager.generate(new SecureRandom());
    if (isText(config)) {
      session.print(manager.json() + "\n");
    } else {
      GridManagerStore.create(directory(config, session), manager);
    }
  }

  private static void publicIdentity(
      List<String> words, String config, boolean json, Session session)
      throws CommandException, NodeException {
    String identity = open(config, session).manager().publicIdentity();
    session.print(
        json
            ? JsonTree.text(JsonNodeFactory.instance.objectNode().put("public-identity", identity))
            : identity);
  }

  private static void add(List<String> words, String config, boolean json, Session session)
      throws CommandException, NodeException {
    GridManagerStore store = open(config, session);
    save(store, store.manager().with(words.get(0), words.get(1)), config, session);
  }

  private static void remove(List<String> words, String config, boolean json, Session session)
      throws CommandException, NodeException {
    GridManagerStore store = open(config, session);
    GridManager changed = store.manager().without(words.getFirst());
    store.forget(words.getFirst());
    save(store, changed, config, session);
  }

  private static void save(
      GridManagerStore store, GridManager changed, String config, Session session)
      throws CommandException, NodeException {
    String changedText = store.save(changed);
    if (isText(config)) {
      session.print(changedText);
    }
  }

  private static void list(List<String> words, String config, boolean json, Session session)
      throws CommandException, NodeException {
    GridManagerStore store = open(config, session);
    if (json) {
      session.print(JsonTree.text(listed(store)));
      return;
    }
    for (String line : store.list(now())) {
      session.print(line);
    }
  }

  private static void sign(List<String> words, String config, boolean json, Session session)
      throws UsageException, CommandException, NodeException {
    session.print(open(config, session).sign(words.get(0), days(words.get(1)), now()));
  }

  private static ObjectNode listed(GridManagerStore store) throws NodeException {
    ObjectNode servers = JsonNodeFactory.instance.objectNode();
    for (GridManagerStore.Vouched server : store.vouched()) {
      ObjectNode json = servers.putObject(server.name()).put("public-key", server.publicKey());
      ArrayNode certificates = json.putArray("certificates-expire");
      server
          .expires()
          .forEach(
              moment ->
                  moment.ifPresentOrElse(
                      time -> certificates.add(time.getEpochSecond()), certificates::addNull));
    }
    return servers;
  }

  private static int days(String text) throws UsageException {
    Optional<Integer> days =
        text.matches("[0-9]{1,6}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    return days.filter(number -> number >= 1 && number <= MAX_DAYS)
        .orElseThrow(
            () ->
                new UsageException(
                    "Invalid value for 'EXPIRY_DAYS': %s is not in the range 1<=x<=%d."
                        .formatted(text, MAX_DAYS)));
  }

  private static Instant now() {
    return Clock.systemUTC().instant();
  }
}
