package org.truckee.cli.debug;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Quoting;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.storage.disk.ShareContainer;

/** {@code truckee debug dump-share} ({@code spec/10 §8.2}). */
final class DumpShareCommand implements Command {
  private static final Option OFFSETS =
      Option.flag("show also where in the file its parts stand", "offsets");
  private static final Option LEASES_ONLY =
      Option.flag("show of an immutable share nothing but its leases", "leases-only");

  private final Clock clock;

  /**
   * The command.
   *
   * @param clock tells how long leases are still valid
   */
  DumpShareCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "dump-share";
  }

  @Override
  public String summary() {
    return "show what stands in a share file";
  }

  @Override
  public String synopsis() {
    return "FILE";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Shows what stands in a share file of a storage server beside the share data: versions,"
            + " sizes, hashes and leases.");
  }

  @Override
  public List<Option> options() {
    return List.of(OFFSETS, LEASES_ONLY, DumpCapCommand.JSON);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    Path file = LocalFile.argument(arguments.words(1, 1).getFirst(), session);
    try {
      if (arguments.has(DumpCapCommand.JSON)) {
        ObjectNode json = LabelledLines.json(lines(ShareContainer.open(file), arguments));
        session.print(JsonTree.text(json.put("share filename", file.toString())));
        return;
      }
      session.print("share filename: " + Quoting.quoted(file.toString()));
      for (String line : lines(ShareContainer.open(file), arguments)) {
        session.print(line);
      }
    } catch (IOException e) {
      throw new CommandException(
          "error: '%s' is no share that can be read: %s".formatted(file, LocalFile.reason(file, e)),
          e);
    }
  }

  private List<String> lines(ShareContainer container, Arguments arguments) throws IOException {
    boolean offsets = arguments.has(OFFSETS);
    LeaseTime time = new LeaseTime(clock.instant());
    if (container.slot().isPresent()) {
      return MutableShareText.lines(container, container.slot().get(), offsets, time);
    }
    List<String> lines = new ArrayList<>();
    if (!arguments.has(LEASES_ONLY)) {
      lines.addAll(ImmutableShareText.lines(container, offsets));
    }
    lines.addAll(ImmutableShareText.leases(container, time));
    return lines;
  }
}
