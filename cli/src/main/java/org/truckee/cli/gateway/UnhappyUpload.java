package org.truckee.cli.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.truckee.cli.command.Quoting;
import org.truckee.crypto.Base32;

/**
 * What people get to see when there were too few servers for an upload: how many were wanted and
 * found, and a short table of what each server has to say ({@code spec/01 §7.8}).
 */
final class UnhappyUpload {
  private static final String NAME = "UploadUnhappinessError";
  private static final Pattern SHORTFALL =
      Pattern.compile("shares could be .*?(?= \\(|$)", Pattern.DOTALL);
  private static final Pattern PLACED = Pattern.compile("sh\\d+: ([a-z2-7+]+)");

  /** Why servers have not taken what they were offered, or were not asked. */
  private static final Pattern REASONS =
      Pattern.compile("(?<=; )(?:not asked|refused shares|damaged shares): [^;\n]*");

  private static final int ABBREVIATED = 8;
  private static final int MOST_SERVERS = 20;

  private UnhappyUpload() {}

  private record Row(String server, String shares, String state) {}

  /** Whether a node's answer says that. */
  static boolean isSaidBy(String answer) {
    return answer.contains(NAME) && SHORTFALL.matcher(answer).find();
  }

  /**
   * The text for people.
   *
   * @param answer of the node that failed
   * @param welcome what the node says of the servers it knows
   */
  static String text(String answer, JsonNode welcome) {
    Matcher shortfall = SHORTFALL.matcher(answer);
    StringBuilder text = new StringBuilder(NAME + ": ");
    text.append(shortfall.find() ? shortfall.group() : answer).append('\n');
    List<Row> rows = rows(answer, welcome);
    int width = rows.stream().mapToInt(row -> row.server().length()).max().orElse(0);
    for (Row row : rows.subList(0, Math.min(rows.size(), MOST_SERVERS + 1))) {
      text.append(
          ("  %-" + width + "s  %6s  %s\n").formatted(row.server(), row.shares(), row.state()));
    }
    if (rows.size() > MOST_SERVERS + 1) {
      text.append("  and %d more\n".formatted(rows.size() - MOST_SERVERS - 1));
    }
    REASONS.matcher(answer).results().forEach(reason -> text.append(reason.group()).append('\n'));
    return text.append(
            "Start more servers, or ask for fewer of them: shares.happy in the node's tahoe.cfg.")
        .toString();
  }

  private static List<Row> rows(String answer, JsonNode welcome) {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("server", "shares", "state"));
    for (JsonNode server : welcome.path("servers")) {
      String id = server.path("nodeid").asText();
      String nickname = server.path("nickname").asText();
      rows.add(
          new Row(
              Quoting.visible(nickname.isBlank() ? id : nickname),
              Integer.toString(shares(answer, id)),
              Quoting.visible(state(server))));
    }
    if (rows.size() == 1) {
      rows.set(0, new Row("the node knows no server", "", ""));
    }
    return rows;
  }

  /** How many shares the server would have had. */
  private static int shares(String answer, String id) {
    String name = Base32.encode(id.getBytes(StandardCharsets.UTF_8));
    String abbreviated = name.substring(0, Math.min(ABBREVIATED, name.length()));
    int shares = 0;
    Matcher placed = PLACED.matcher(answer);
    while (placed.find()) {
      shares += List.of(placed.group(1).split("\\+")).contains(abbreviated) ? 1 : 0;
    }
    return shares;
  }

  private static String state(JsonNode server) {
    String connection = server.path("connection_status").asText("unknown");
    boolean connected = connection.toLowerCase(Locale.ROOT).startsWith("connected");
    if (!connected || !server.path("available_space").isNumber()) {
      return connection;
    }
    return connection + ", " + Progress.size(server.path("available_space").asLong()) + " free";
  }
}
