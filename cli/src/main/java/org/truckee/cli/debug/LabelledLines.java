package org.truckee.cli.debug;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of a name and a value as JSON, under the same names. A line with nothing behind its colon
 * is the heading of those below it; the very first one says of what kind everything is.
 */
final class LabelledLines {
  private static final Pattern LINE = Pattern.compile(" *([^:]+?):(?: (.*))?");
  private static final Pattern EXPIRY = Pattern.compile(" *(expires in) (.*)");

  /** Offsets stand there once more in another notation. */
  private static final Pattern NUMBER = Pattern.compile("(-?[0-9]{1,18})(?: +\\(0x[0-9a-f]+\\))?");

  private static final String KIND = "kind";

  private final ObjectNode all = JsonNodeFactory.instance.objectNode();
  private ObjectNode section = all;

  private LabelledLines() {}

  static ObjectNode json(List<String> lines) {
    LabelledLines labelled = new LabelledLines();
    lines.forEach(labelled::add);
    return labelled.all;
  }

  private void add(String line) {
    Matcher expiry = EXPIRY.matcher(line);
    Matcher match = expiry.matches() ? expiry : LINE.matcher(line);
    if (!match.matches()) {
      // Nothing, or words for people, such as that there are no leases.
      return;
    }
    String name = match.group(1);
    String value = match.group(2) == null ? "" : match.group(2).strip();
    if (!value.isEmpty()) {
      put(name, value);
    } else if (all.isEmpty()) {
      all.put(KIND, name);
    } else {
      section = all.putObject(name);
    }
  }

  private void put(String name, String value) {
    Matcher number = NUMBER.matcher(value);
    if (number.matches()) {
      section.put(name, Long.parseLong(number.group(1)));
    } else {
      section.put(name, value);
    }
  }
}
