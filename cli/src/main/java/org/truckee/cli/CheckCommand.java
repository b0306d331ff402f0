package org.truckee.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Aliases;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;
import org.truckee.cli.gateway.RemoteName;

/** {@code truckee check} ({@code spec/10 §5.3}). */
final class CheckCommand implements Command {
  private static final String PREFIX = "ERROR";
  private static final Option VERIFY =
      Option.flag("read and test every byte of every share", "verify");
  static final Option REPAIR =
      Option.flag("make shares anew that are missing or damaged", "repair");
  private static final Option ADD_LEASE =
      Option.flag("renew this node's lease on every share", "add-lease");

  /** What a check does, apart from looking. */
  static final List<Option> WHAT = List.of(VERIFY, REPAIR, ADD_LEASE);

  private static final Option RAW =
      Option.flag("print the node's answer as it is, in JSON", "raw", "json");
  private static final Option VERBOSE =
      Option.flag("say on which servers the shares are", "verbose", "v");

  @Override
  public String name() {
    return "check";
  }

  @Override
  public String summary() {
    return "say how many shares of a thing are there, verify or repair them";
  }

  @Override
  public String synopsis() {
    return "[PLACE]...";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Says how many shares of each file or directory are on the grid. What is in a directory is"
            + " checked by deep-check.");
  }

  @Override
  public List<Option> options() {
    return List.of(
        VERIFY, REPAIR, ADD_LEASE, RAW, VERBOSE, GatewayOptions.NODE_URL, GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    List<String> paths = new ArrayList<>();
    for (String word : Aliases.wordsOrUsual(arguments)) {
      paths.add(RemoteName.wholePath(Aliases.of(arguments, session).expand(word)));
    }
    String query = "?t=check&output=JSON" + query(arguments);
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    for (String path : paths) {
      check(gateway, path, query, arguments, session);
    }
  }

  /** What a check does, as arguments of a request. */
  static String query(Arguments arguments) {
    return WHAT.stream()
        .filter(arguments::has)
        .map(option -> "&%s=true".formatted(option.name()))
        .collect(Collectors.joining());
  }

  private static void check(
      Gateway gateway, String path, String query, Arguments arguments, Session session)
      throws CommandException {
    String text;
    try (CheckBar _ = new CheckBar(gateway, path, session, System::nanoTime);
        Answer answer = gateway.post(path + query, PREFIX)) {
      if (answer.status() != 200) {
        throw answer.failure(PREFIX);
      }
      text = answer.text(PREFIX);
    }
    if (arguments.has(RAW)) {
      session.print(text.stripTrailing());
      return;
    }
    JsonNode result = parse(text);
    for (String line : lines(result)) {
      session.print(line);
    }
    if (arguments.has(VERBOSE)) {
      for (String line : whereabouts(result)) {
        session.print(line);
      }
    }
  }

  private static JsonNode parse(String text) throws CommandException {
    try {
      return JsonTree.parse(text);
    } catch (JsonProcessingException e) {
      throw new CommandException("error: the node's answer is no JSON: " + e.getOriginalMessage());
    }
  }

  private static List<String> lines(JsonNode answer) {
    if (!answer.has("repair-attempted")) {
      return lines(answer, answer.path("summary").asText("Healthy (LIT)"));
    }
    JsonNode before = answer.path("pre-repair-results");
    boolean healthy = before.path("results").path("healthy").asBoolean();
    List<String> lines = lines(before, healthy ? "healthy" : "not healthy");
    if (answer.path("repair-attempted").asBoolean()) {
      boolean repaired = answer.path("repair-successful").asBoolean();
      lines.add(repaired ? " repair successful" : " repair failed");
    }
    return lines;
  }

  /** A line for each share, as they are after a repair. */
  private static List<String> whereabouts(JsonNode answer) {
    JsonNode after = answer.path("post-repair-results");
    JsonNode shares = (after.isMissingNode() ? answer : after).path("results").path("sharemap");
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, JsonNode> share : shares.properties()) {
      List<String> servers = new ArrayList<>();
      share.getValue().forEach(server -> servers.add(server.asText()));
      lines.add(" share %s: %s".formatted(share.getKey(), String.join(", ", servers)));
    }
    return lines;
  }

  private static List<String> lines(JsonNode check, String summary) {
    List<String> lines = new ArrayList<>();
    lines.add("Summary: " + summary);
    lines.add(" storage index: " + check.path("storage-index").asText());
    JsonNode results = check.path("results");
    if (results.has("count-shares-good")) {
      lines.add(
          " good-shares: %d (encoding is %d-of-%d)"
              .formatted(
                  results.path("count-shares-good").asLong(),
                  results.path("count-shares-needed").asLong(),
                  results.path("count-shares-expected").asLong()));
    }
    if (results.has("count-wrong-shares")) {
      lines.add(" wrong-shares: " + results.path("count-wrong-shares").asLong());
    }
    JsonNode corrupt = results.path("list-corrupt-shares");
    if (!corrupt.isEmpty()) {
      lines.add(" corrupt shares:");
      for (JsonNode share : corrupt) {
        lines.add(
            "  server %s, SI %s, shnum %s"
                .formatted(share.path(0).asText(), share.path(1).asText(), share.path(2).asText()));
      }
    }
    return lines;
  }
}
