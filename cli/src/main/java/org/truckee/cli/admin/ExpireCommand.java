package org.truckee.cli.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.BaseDirectory;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.node.ExpirationPreview;
import org.truckee.node.config.NodeException;
import org.truckee.node.config.Spans;

/**
 * {@code truckee admin expire --dry-run}: which shares of a storage server have no lease left, and
 * would be deleted by it.
 */
final class ExpireCommand implements Command {
  private static final Option DRY_RUN =
      Option.flag("say what would be deleted, and delete nothing", "dry-run");
  private static final Option AGE =
      Option.value("DURATION", "as if leases ended so long after their renewal, as 60days", "age");
  private static final Option CUTOFF =
      Option.value(
          "DATE", "as if leases renewed before that day had ended, as 2026-01-31", "cutoff-date");

  private static final Option JSON =
      Option.flag("print an object of JSON for each share, and one for the sum", "json");

  private final Clock clock;

  ExpireCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "expire";
  }

  @Override
  public String summary() {
    return "say which shares of a storage server have no lease left";
  }

  @Override
  public String synopsis() {
    return "--dry-run [DIR]";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Looks at the leases of all shares in the storage of the node in DIR (~/.tahoe), and says"
            + " which shares a running node would delete by the options expire.* in its tahoe.cfg."
            + " Without any, leases are taken to end 31 days after their renewal. With --age or"
            + " --cutoff-date you see what such a configuration would do.",
        "Nothing is changed or locked, whether the node runs or not. Shares are deleted by the"
            + " running node only, and only with expire.enabled = true.");
  }

  @Override
  public List<Option> options() {
    return List.of(BaseDirectory.OPTION, DRY_RUN, AGE, CUTOFF, JSON);
  }

  @Override
  public void run(Arguments arguments, Session session)
      throws UsageException, CommandException, InterruptedException {
    Path directory =
        BaseDirectory.named(arguments, session).orElseGet(() -> BaseDirectory.usual(session));
    if (!arguments.has(DRY_RUN)) {
      throw new UsageException(
          "only with --dry-run: shares are deleted by the running node, if its tahoe.cfg has"
              + " expire.enabled = true");
    }
    try {
      preview(directory, arguments)
          .run(finding -> print(finding, arguments.has(JSON), session), clock.instant());
    } catch (NodeException e) {
      throw new CommandException("error: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandException("error: " + e.getMessage(), e);
    }
  }

  private static void print(ExpirationPreview.Finding finding, boolean json, Session session)
      throws IOException {
    try {
      session.print(json ? JsonTree.text(json(finding)) : finding.text());
    } catch (CommandException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static ObjectNode json(ExpirationPreview.Finding finding) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return switch (finding) {
      case ExpirationPreview.WouldDelete share ->
          json.put("share", share.place())
              .put("kind", share.kind())
              .put("size", share.size())
              .put("last-lease", share.lastLease().getEpochSecond());
      case ExpirationPreview.Unreadable share ->
          json.put("share", share.place()).put("unreadable", share.reason());
      case ExpirationPreview.Sum sum ->
          json.put("deleted", sum.deleted())
              .put("examined", sum.examined())
              .put("deleted-bytes", sum.deletedBytes())
              .put("examined-bytes", sum.examinedBytes())
              .put("leases", sum.leases())
              .put("unreadable", sum.damaged())
              .put("node-deletes", sum.removes());
    };
  }

  private static ExpirationPreview preview(Path directory, Arguments arguments)
      throws UsageException, NodeException {
    Optional<String> age = arguments.value(AGE);
    Optional<String> cutoff = arguments.value(CUTOFF);
    if (age.isPresent() && cutoff.isPresent()) {
      throw new UsageException("--age and --cutoff-date cannot both be used");
    }
    if (age.isPresent()) {
      Optional<Duration> limit = Spans.duration(age.get());
      if (limit.isEmpty()) {
        throw new UsageException(
            "--age=%s is no duration: write a number and one of %s"
                .formatted(age.get(), Spans.UNITS));
      }
      return ExpirationPreview.of(directory).withAge(limit.get());
    }
    if (cutoff.isPresent()) {
      Optional<Instant> day = Spans.date(cutoff.get());
      if (day.isEmpty()) {
        throw new UsageException(
            "--cutoff-date=%s is no date: write it as 2026-01-31".formatted(cutoff.get()));
      }
      return ExpirationPreview.of(directory).withCutoff(day.get());
    }
    return ExpirationPreview.of(directory);
  }
}
