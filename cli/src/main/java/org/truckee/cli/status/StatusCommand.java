package org.truckee.cli.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.truckee.cli.command.Amounts;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;

/** {@code truckee status} ({@code spec/10 §6}). */
public final class StatusCommand implements Command {
  private static final String PREFIX = "failed to retrieve data";
  private static final int NO_DATA = 2;
  private static final Option VERBOSE =
      Option.flag(
          "show everything, not uploads and downloads of immutable files only", "verbose", "v");
  private static final Option JSON = Option.flag("print the node's answers as they are", "json");

  @Override
  public String name() {
    return "status";
  }

  @Override
  public String summary() {
    return "say what a node does";
  }

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Shows how much a node has moved since its start, what goes on in it and what has lately"
            + " ended.");
  }

  @Override
  public List<Option> options() {
    return List.of(VERBOSE, JSON, GatewayOptions.NODE_URL);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    arguments.words(0, 0);
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    JsonNode status = asked(gateway, "status?t=json");
    JsonNode statistics = asked(gateway, "statistics?t=json");
    if (arguments.has(JSON)) {
      session.print(
          JsonTree.indented(
              JsonNodeFactory.instance
                  .objectNode()
                  .<ObjectNode>set("status", status)
                  .set("statistics", statistics)));
      return;
    }
    printTotals(statistics, session);
    for (String line : lines(status, arguments.has(VERBOSE))) {
      session.print(line);
    }
  }

  private static JsonNode asked(Gateway gateway, String path) throws CommandException {
    try (Answer answer = gateway.get(path, PREFIX)) {
      if (answer.status() != 200) {
        throw answer.failure(PREFIX);
      }
      return JsonTree.parse(answer.text(PREFIX));
    } catch (JsonProcessingException e) {
      throw new CommandException(
          NO_DATA, "%s: it is no JSON: %s".formatted(PREFIX, e.getOriginalMessage()));
    } catch (CommandException e) {
      throw new CommandException(NO_DATA, e.getMessage());
    }
  }

  private static void printTotals(JsonNode statistics, Session session) throws CommandException {
    JsonNode counters = statistics.path("counters");
    long uptime = statistics.path("stats").path("node.uptime").asLong();
    session.print("Statistics (for last %s):".formatted(Amounts.seconds(uptime)));
    session.print(
        "    uploaded %s in %d files"
            .formatted(
                Amounts.bytes(counters.path("uploader.bytes_uploaded").asLong()),
                counters.path("uploader.files_uploaded").asLong()));
    session.print(
        "  downloaded %s in %d files"
            .formatted(
                Amounts.bytes(counters.path("downloader.bytes_downloaded").asLong()),
                counters.path("downloader.files_downloaded").asLong()));
    session.print("");
  }

  private static List<String> lines(JsonNode status, boolean everything) {
    List<String> lines = new ArrayList<>();
    JsonNode active = status.path("active");
    lines.add(active.isEmpty() ? "No active operations." : "Active operations:");
    lines.addAll(OperationTable.ACTIVE.lines(active, everything));
    JsonNode recent = status.path("recent");
    lines.add("");
    lines.add(recent.isEmpty() ? "No recent operations." : "Recent operations:");
    lines.addAll(OperationTable.RECENT.lines(recent, everything));
    return lines;
  }
}
