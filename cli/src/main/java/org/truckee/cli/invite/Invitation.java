package org.truckee.cli.invite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.truckee.cli.command.CommandException;

/**
 * What a new node is told of its grid ({@code spec/09 §12.1}).
 *
 * @param needed how many shares give a file back
 * @param happy on how many servers they must lie
 * @param total how many shares a file has
 * @param nickname what to call the node, if that is said
 * @param introducer the FURL of the introducer, a secret, if that is said
 */
public record Invitation(
    int needed, int happy, int total, Optional<String> nickname, Optional<String> introducer) {
  private static final String NEEDED = "shares-needed";
  private static final String HAPPY = "shares-happy";
  private static final String TOTAL = "shares-total";
  private static final String NICKNAME = "nickname";
  private static final String INTRODUCER = "introducer";
  private static final int LONGEST = 4096;

  /** The invitation as it is sent. Numbers are texts, as the reference sends them. */
  JsonNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put(NEEDED, Integer.toString(needed));
    json.put(TOTAL, Integer.toString(total));
    json.put(HAPPY, Integer.toString(happy));
    nickname.ifPresent(text -> json.put(NICKNAME, text));
    introducer.ifPresent(furl -> json.put(INTRODUCER, furl));
    return json;
  }

  /**
   * An invitation as it comes; what else stands in it means nothing.
   *
   * @throws CommandException if the numbers are missing, or a value is none
   */
  static Invitation of(JsonNode json) throws CommandException {
    return new Invitation(
        number(json, NEEDED),
        number(json, HAPPY),
        number(json, TOTAL),
        line(json, NICKNAME),
        line(json, INTRODUCER));
  }

  private static int number(JsonNode json, String key) throws CommandException {
    JsonNode value = json.path(key);
    String digits = value.isValueNode() ? value.asText().strip() : "";
    if (!digits.matches("[0-9]{1,3}")) {
      throw new CommandException(
          "error: the invitation has no number %s that could be used".formatted(key));
    }
    return Integer.parseInt(digits);
  }

  private static Optional<String> line(JsonNode json, String key) throws CommandException {
    JsonNode value = json.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    String text = value.asText();
    if (!value.isTextual()
        || text.length() > LONGEST
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new CommandException(
          "error: the invitation has a %s that cannot be used".formatted(key));
    }
    return Optional.of(text.strip());
  }

  /** Reveals nothing of the introducer. */
  @Override
  public String toString() {
    return "Invitation[%d of %d]".formatted(needed, total);
  }
}
