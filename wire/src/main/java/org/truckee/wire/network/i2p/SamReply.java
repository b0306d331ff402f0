package org.truckee.wire.network.i2p;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a SAM bridge.
 *
 * @param topic its first words, such as {@code STREAM STATUS}
 * @param values what stands in it as {@code KEY=VALUE}
 */
record SamReply(String topic, Map<String, String> values) {
  private static final Pattern TOPIC = Pattern.compile("([A-Z0-9]+ [A-Z]+)(?: (.*))?");
  private static final Pattern VALUE =
      Pattern.compile("([A-Za-z0-9_]+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S*))");

  static SamReply parse(String line) throws SamException {
    Matcher form = TOPIC.matcher(line);
    if (!form.matches()) {
      throw new SamException("what answers is no SAM bridge");
    }
    Map<String, String> values = new LinkedHashMap<>();
    Matcher value = VALUE.matcher(form.group(2) == null ? "" : form.group(2));
    while (value.find()) {
      values.put(
          value.group(1),
          value.group(2) == null ? value.group(3) : value.group(2).replaceAll("\\\\(.)", "$1"));
    }
    return new SamReply(form.group(1), values);
  }

  String value(String key) throws SamException {
    String value = values.get(key);
    if (value == null) {
      throw new SamException("the SAM bridge does not say %s in %s".formatted(key, topic));
    }
    return value;
  }

  SamReply require(String wanted, String what) throws SamException {
    if (!topic.equals(wanted)) {
      throw new SamException("what answers is no SAM bridge");
    }
    String result = values.getOrDefault("RESULT", "OK");
    if (!result.equals("OK")) {
      String message = values.getOrDefault("MESSAGE", "");
      throw new SamException(
          "I2P does not %s: %s%s".formatted(what, result, message.isEmpty() ? "" : " " + message));
    }
    return this;
  }
}
