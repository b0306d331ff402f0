package org.truckee.cli.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands for {@code ${NAME}} in a recording ({@code spec/10 §10.3}). */
final class Variables {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9_]*)}");

  private final Map<String, String> values = new HashMap<>();

  void put(String name, String value) {
    values.put(name, value);
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A text with all values put in. */
  String expand(String text) {
    Matcher reference = REFERENCE.matcher(text);
    return reference.replaceAll(
        found -> {
          String value = get(found.group(1)).orElseThrow(() -> unknown(found.group(1)));
          return Matcher.quoteReplacement(value);
        });
  }

  private static AssertionError unknown(String name) {
    return new AssertionError("no run before this one has told what " + name + " is");
  }
}
