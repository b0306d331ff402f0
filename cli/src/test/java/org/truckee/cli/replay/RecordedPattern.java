package org.truckee.cli.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text of a recording in which some parts may be anything of a kind ({@code spec/10 §10.3}). */
final class RecordedPattern {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{([A-Z][A-Z0-9_]*)(?::([A-Za-z][A-Za-z0-9_]*))?}}");

  private final Variables variables;
  private final List<String> names = new ArrayList<>();
  private final String regex;

  private RecordedPattern(String text, Map<String, String> kinds, Variables variables) {
    this.variables = variables;
    StringBuilder built = new StringBuilder();
    Matcher placeholder = PLACEHOLDER.matcher(text);
    int end = 0;
    while (placeholder.find()) {
      built.append(literal(text.substring(end, placeholder.start())));
      built.append(part(kinds.get(placeholder.group(1)), placeholder.group(2)));
      end = placeholder.end();
    }
    this.regex = built.append(literal(text.substring(end))).toString();
  }

  static RecordedPattern of(String text, Map<String, String> kinds, Variables variables) {
    return new RecordedPattern(text, kinds, variables);
  }

  private String literal(String text) {
    return Pattern.quote(variables.expand(text));
  }

  private String part(String kind, String name) {
    if (name == null) {
      return "(?:" + kind + ")";
    }
    Optional<String> known = variables.get(name);
    if (known.isPresent()) {
      return Pattern.quote(known.get());
    }
    int before = names.indexOf(name);
    if (before >= 0) {
      return "\\" + (before + 1);
    }
    names.add(name);
    return "(" + kind + ")";
  }

  /** Whether all of a text is like this; what has a name is known from then on. */
  boolean matches(String text) {
    return noted(Pattern.compile(regex).matcher(text), true);
  }

  /** Whether a part of a text is like this. */
  boolean isIn(String text) {
    return noted(Pattern.compile(regex).matcher(text), false);
  }

  /** Whether the end of a text is like this. */
  boolean ends(String text) {
    return noted(Pattern.compile("(?:" + regex + ")\\z").matcher(text), false);
  }

  private boolean noted(Matcher matcher, boolean whole) {
    boolean found = whole ? matcher.matches() : matcher.find();
    for (int i = 0; found && i < names.size(); i++) {
      variables.put(names.get(i), matcher.group(i + 1));
    }
    return found;
  }
}
