package org.truckee.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Quoting;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Aliases;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;
import org.truckee.cli.gateway.RemoteName;
import org.truckee.cli.gateway.WalkBar;

/** {@code truckee stats} ({@code spec/10 §5.2}). */
final class StatsCommand implements Command {
  private static final String PREFIX = "ERROR";
  private static final int HANDLE_BYTES = 16;
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration LONGEST_WITH_BAR = Duration.ofMillis(500);
  private static final Option RAW =
      Option.flag("print the node's answer as it is, in JSON", "raw", "json", "r");

  @Override
  public String name() {
    return "stats";
  }

  @Override
  public String summary() {
    return "count everything below a directory";
  }

  @Override
  public String synopsis() {
    return "[PLACE]";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Counts everything that can be reached from a directory, each thing once, and adds up the"
            + " sizes.");
  }

  @Override
  public List<Option> options() {
    return List.of(RAW, GatewayOptions.NODE_URL, GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session)
      throws UsageException, CommandException, InterruptedException {
    String path =
        RemoteName.wholePath(Aliases.of(arguments, session).expand(Aliases.wordOrUsual(arguments)));
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    String handle = handle();
    try (Answer answer = gateway.post(path + "?t=start-deep-stats&ophandle=" + handle, PREFIX)) {
      if (!answer.isSuccess() && answer.status() != 302) {
        throw answer.failure(PREFIX);
      }
    }
    JsonNode stats;
    try (WalkBar bar = new WalkBar(session, System::nanoTime)) {
      stats = await(gateway, handle, bar);
    }
    if (arguments.has(RAW)) {
      session.print(JsonTree.indented(stats));
      return;
    }
    for (String line : StatsText.lines(stats)) {
      session.print(line);
    }
    JsonNode unreadable = stats.path("list-unreadable");
    if (!unreadable.isEmpty()) {
      for (JsonNode each : unreadable) {
        JsonNode place = JsonNodeFactory.instance.objectNode().set("path", each.path(0));
        session
            .err()
            .println(
                Quoting.visible(
                    "'%s': %s".formatted(ManifestCommand.path(place), each.path(1).asText())));
      }
      throw new CommandException("error: not everything could be counted, see above");
    }
  }

  private static String handle() {
    byte[] bytes = new byte[HANDLE_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static JsonNode await(Gateway gateway, String handle, WalkBar bar)
      throws CommandException, InterruptedException {
    String request =
        "operations/%s?t=status&output=JSON&release-after-complete=true".formatted(handle)
            + (bar.isWanted() ? WalkBar.ASKED : "");
    Duration longest = bar.isWanted() ? LONGEST_WITH_BAR : LONGEST;
    Duration pause = FIRST;
    while (true) {
      try (Answer answer = gateway.get(request, PREFIX)) {
        if (answer.status() != 200) {
          throw answer.failure(PREFIX);
        }
        JsonNode stats = JsonTree.parse(answer.text(PREFIX));
        if (stats.path("finished").asBoolean()) {
          return stats;
        }
        bar.heard(stats);
        bar.met(stats.path("count-files").asLong() + stats.path("count-directories").asLong());
      } catch (JsonProcessingException e) {
        throw new CommandException(
            "error: the node's answer is no JSON: " + e.getOriginalMessage(), e);
      }
      Thread.sleep(pause);
      pause = pause.multipliedBy(2).compareTo(longest) < 0 ? pause.multipliedBy(2) : longest;
    }
  }
}
