package org.truckee.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.firstgen.node.OldBase;
import org.truckee.firstgen.node.OldClientNode;
import org.truckee.firstgen.node.OldIntroducerNode;
import org.truckee.firstgen.node.OldNode;
import org.truckee.firstgen.node.OldNodeOptions;
import org.truckee.firstgen.share.ShareLayout;
import org.truckee.node.Termination;

/** {@code truckee firstgen run}. */
final class FirstgenRunCommand implements Command {
  static final Option LAYOUT =
      Option.value(
          "A|B",
          "the form of new shares: A as until 0.5.1, B from 0.6.0 on; both are read (B, or A where"
              + " storage/owners.db says so)",
          "layout");

  @Override
  public String name() {
    return "run";
  }

  @Override
  public String summary() {
    return "run a base directory of 2007";
  }

  @Override
  public String synopsis() {
    return "DIR";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Runs a base directory of the first generation as it is, until Ctrl-C: an introducer with"
            + " its directory server, or a client, which keeps shares too.");
  }

  @Override
  public List<Option> options() {
    return List.of(LAYOUT);
  }

  @Override
  public void run(Arguments arguments, Session session)
      throws UsageException, CommandException, InterruptedException {
    Path directory = LocalFile.argument(arguments.words(1, 1).getFirst(), session);
    OldBase base = new OldBase(directory);
    ShareLayout layout =
        layout(arguments).orElse(base.has("storage/owners.db") ? ShareLayout.A : ShareLayout.B);
    Termination termination = Termination.heeded();
    try (OldNode node = OldNode.start(base, OldNodeOptions.defaults().withLayout(layout))) {
      switch (node) {
        case OldIntroducerNode _ ->
            session.print("The introducer and directory server in %s run.".formatted(directory));
        case OldClientNode client ->
            session.print(
                "The client in %s runs%s."
                    .formatted(
                        directory,
                        client.webPort().isPresent()
                            ? ": http://127.0.0.1:%d/".formatted(client.webPort().getAsInt())
                            : ", without a web server, as there is no file webport"));
      }
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  node.awaitStop();
                  termination.request();
                } catch (InterruptedException _) {
                  Thread.currentThread().interrupt();
                }
              });
      termination.await();
    } catch (IOException e) {
      throw new CommandException("error: " + e.getMessage(), e);
    } finally {
      termination.stopped();
    }
  }

  /** The layout that was asked for. */
  static Optional<ShareLayout> layout(Arguments arguments) throws UsageException {
    Optional<String> text = arguments.value(LAYOUT);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return switch (text.get()) {
      case "a", "A" -> Optional.of(ShareLayout.A);
      case "b", "B" -> Optional.of(ShareLayout.B);
      default -> throw new UsageException("--layout must be A or B");
    };
  }
}
