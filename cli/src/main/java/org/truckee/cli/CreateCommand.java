package org.truckee.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.BaseDirectory;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.invite.Invitation;
import org.truckee.cli.invite.Joining;
import org.truckee.node.HiddenPlaces;
import org.truckee.node.LocationProbe;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NewNode;
import org.truckee.node.directory.NewPlace;
import org.truckee.node.directory.NodeDirectory;

/** {@code create-node}, {@code create-client}, {@code create-introducer} ({@code spec/10 §7.1}). */
final class CreateCommand implements Command {
  private static final int NOT_EMPTY = 255;
  private static final Option NICKNAME =
      Option.value("TEXT", "what to call the node", "nickname", "n");
  private static final Option INTRODUCER =
      Option.value("FURL", "the introducer of its grid", "introducer", "i");
  private static final Option WEB_PORT =
      Option.value(
          "ENDPOINT",
          "where its web API listens, or none (tcp:3456:interface=127.0.0.1)",
          "webport",
          "p");
  private static final Option NO_STORAGE = Option.flag("keep no shares", "no-storage");
  private static final Option STORAGE_DIRECTORY =
      Option.value("DIR", "where the shares are kept (storage)", "storage-dir");

  private static final Option HIDE_IP =
      Option.flag("never show the network address of this machine; uses Tor", "hide-ip");
  private static final Option HELPER = Option.flag("upload files for others", "helper");

  /** What is created. */
  enum What {
    NODE,
    CLIENT,
    INTRODUCER;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final What what;

  CreateCommand(What what) {
    this.what = what;
  }

  @Override
  public String name() {
    return "create-" + what.word();
  }

  @Override
  public String summary() {
    return switch (what) {
      case NODE -> "make the directory of a node that keeps shares and uses the grid";
      case CLIENT -> "make the directory of a node that uses the grid";
      case INTRODUCER -> "make the directory of a node by which others find one another";
    };
  }

  @Override
  public String synopsis() {
    return what == What.INTRODUCER ? "DIR" : "[DIR]";
  }

  @Override
  public List<String> description() {
    return List.of(
        switch (what) {
          case NODE ->
              "Makes the directory of a storage server, which is a client, too. Say with"
                  + " --hostname, or with --port and --location, where others reach it.";
          case CLIENT -> "Makes the directory of a client, which nobody needs to reach.";
          case INTRODUCER ->
              "Makes the directory of an introducer. When it has been run once, its FURL for the"
                  + " other nodes is in private/introducer.furl.";
        },
        "'truckee run' runs it.");
  }

  @Override
  public List<Option> options() {
    List<Option> options = new ArrayList<>(List.of(BaseDirectory.OPTION, HIDE_IP));
    if (what != What.INTRODUCER) {
      options.addAll(List.of(NICKNAME, INTRODUCER, WEB_PORT, Joining.JOIN));
      options.addAll(Shares.OPTIONS);
    }
    if (what == What.NODE) {
      options.addAll(List.of(NO_STORAGE, HELPER, STORAGE_DIRECTORY));
    }
    if (what != What.CLIENT) {
      options.addAll(Reach.OPTIONS);
    }
    return options;
  }

  @Override
  public void run(Arguments arguments, Session session)
      throws UsageException, CommandException, InterruptedException {
    Path directory = directory(arguments, session);
    Shares.of(arguments);
    Optional<String> code = arguments.value(Joining.JOIN);
    Optional<Reach> reach =
        what == What.CLIENT ? Optional.empty() : Reach.asked(arguments, code.isPresent());
    try {
      if (NewNode.isTaken(directory)) {
        throw new CommandException(
            NOT_EMPTY,
            """
            The base directory '%s' is not empty.
            To avoid clobbering anything, I am going to quit now.
            Please use a different directory, or empty this one.\
            """
                .formatted(directory));
      }
      Membership membership =
          code.isPresent()
              ? Membership.of(Joining.take(code.get(), arguments, session))
              : Membership.of(arguments);
      NewNode node = node(arguments, membership, reach, session);
      node.create(directory);
      tell(membership, directory, session);
      if (node.place().ports().size() == 1 && !arguments.has(HIDE_IP)) {
        LocationProbe.Result result =
            LocationProbe.beforehand(node.place().port(), node.place().location());
        session.print((result.reached() ? " Tried: " : " Warning: ") + result.line());
      }
    } catch (NodeException e) {
      throw new CommandException("error: " + e.getMessage(), e);
    }
  }

  private Path directory(Arguments arguments, Session session)
      throws UsageException, CommandException {
    Optional<Path> named = BaseDirectory.named(arguments, session);
    if (named.isEmpty() && what == What.INTRODUCER) {
      throw new UsageException(
          "No default basedir available, you must provide one with --node-directory, --basedir,"
              + " or a basedir argument");
    }
    return named.orElseGet(() -> BaseDirectory.usual(session));
  }

  /** What a node knows of its grid: by options, or by an invitation. */
  private record Membership(Shares shares, String nickname, Optional<String> introducer) {
    static Membership of(Arguments arguments) throws UsageException {
      return new Membership(
          Shares.of(arguments),
          Shares.oneLine("nickname", arguments.value(NICKNAME).orElse("")),
          usable(arguments.value(INTRODUCER)));
    }

    static Membership of(Invitation invitation) {
      return new Membership(
          new Shares(invitation.needed(), invitation.happy(), invitation.total()),
          invitation.nickname().orElse(""),
          usable(invitation.introducer()));
    }

    private static Optional<String> usable(Optional<String> introducer) {
      return introducer.filter(furl -> !furl.isBlank() && !furl.equals("None"));
    }
  }

  private NewNode node(
      Arguments arguments, Membership membership, Optional<Reach> reach, Session session)
      throws UsageException, NodeException, InterruptedException {
    Shares shares = membership.shares();
    HiddenPlaces hidden =
        new HiddenPlaces(!arguments.has(HIDE_IP), line -> tellProgress(session, line));
    NewPlace place = reach.isPresent() ? reach.get().place(hidden) : NewPlace.NOWHERE;
    NewNode node =
        NewNode.of(
                what == What.INTRODUCER ? NodeDirectory.Kind.INTRODUCER : NodeDirectory.Kind.CLIENT,
                membership.nickname(),
                what == What.INTRODUCER ? "" : webPort(arguments),
                place,
                what == What.NODE && !arguments.has(NO_STORAGE) && reach.isPresent())
            .withShares(shares.needed(), shares.happy(), shares.total());
    Optional<String> storage = arguments.value(STORAGE_DIRECTORY);
    if (storage.isPresent()) {
      node = node.withStorageDirectory(Shares.oneLine("storage-dir", storage.get()));
    }
    node = arguments.has(HIDE_IP) ? node.hiding() : node;
    if (arguments.has(HELPER)) {
      node = node.withHelper();
    }
    Optional<String> introducer = membership.introducer();
    return introducer.isPresent() ? node.introducedBy(introducer.get()) : node;
  }

  /** The node is made also if nobody hears how far it has come. */
  private static void tellProgress(Session session, String line) {
    try {
      session.print(line);
    } catch (CommandException e) {
      session.err().println(line);
    }
  }

  private static String webPort(Arguments arguments) throws UsageException {
    String port = arguments.value(WEB_PORT).orElse("tcp:3456:interface=127.0.0.1");
    return port.isBlank() || port.equalsIgnoreCase("none") ? "" : Reach.webEndpoint(WEB_PORT, port);
  }

  private void tell(Membership membership, Path directory, Session session)
      throws CommandException {
    if (what == What.INTRODUCER) {
      session.print("Introducer created in '%s'".formatted(directory));
      return;
    }
    session.print("Node created in '%s'".formatted(directory));
    if (membership.introducer().isEmpty()) {
      session.print(
          " Please add introducers to '%s'!"
              .formatted(directory.resolve("private/introducers.yaml")));
      session.print(" The node cannot connect to a grid without it.");
    }
    if (membership.nickname().isEmpty()) {
      session.print(
          " Please set [node]nickname= in '%s'".formatted(directory.resolve("tahoe.cfg")));
    }
  }
}
