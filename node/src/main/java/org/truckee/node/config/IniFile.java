package org.truckee.node.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * A configuration file of sections and options, in the dialect of {@code spec/09 §4.1}.
 *
 * <p>Immutable. Values are interpolated when they are asked for, as in the reference: a bad {@code
 * %} in an option that nobody reads harms nobody.
 */
public final class IniFile {
  /** The most characters that a file, or a value with everything put into it, may have. */
  static final int MAX_CHARACTERS = 1 << 20;

  private static final String DEFAULTS = "DEFAULT";
  private static final int MAX_DEPTH = 10;
  private static final int MAX_REFERENCES = 10_000;

  private final String name;
  private final Map<String, Map<String, String>> sections;

  private IniFile(String name, Map<String, Map<String, String>> sections) {
    this.name = name;
    this.sections = sections;
  }

  /**
   * Parses a file.
   *
   * @param name what messages call it, normally its path
   * @throws ConfigurationException if it breaks the syntax or is unreasonably long
   */
  public static IniFile parse(String name, String text) throws ConfigurationException {
    return new IniFile(name, IniParser.parse(name, text));
  }

  /** A file that says nothing. */
  public static IniFile empty(String name) {
    return new IniFile(name, Map.of());
  }

  /** What messages call it. */
  public String name() {
    return name;
  }

  /** The sections in the order of the file, without {@code DEFAULT}. */
  public List<String> sections() {
    return sections.keySet().stream().filter(section -> !section.equals(DEFAULTS)).toList();
  }

  /** The options of a section, those of {@code DEFAULT} last; empty if there is no such section. */
  public SequencedSet<String> options(String section) {
    SequencedSet<String> options = new LinkedHashSet<>();
    if (sections.containsKey(section)) {
      options.addAll(sections.get(section).keySet());
      options.addAll(sections.getOrDefault(DEFAULTS, Map.of()).keySet());
    }
    return options;
  }

  /**
   * The value of an option.
   *
   * @throws ConfigurationException if a {@code %} in it is no escape and names no other option
   */
  public Optional<String> get(String section, String option) throws ConfigurationException {
    String raw = raw(section, option);
    if (raw == null) {
      return Optional.empty();
    }
    Interpolation interpolation = new Interpolation(section, option);
    interpolation.add(raw, 1);
    return Optional.of(interpolation.value.toString());
  }

  private String raw(String section, String option) {
    Map<String, String> own = sections.get(section);
    if (own == null) {
      return null;
    }
    String value = own.get(option);
    return value != null ? value : sections.getOrDefault(DEFAULTS, Map.of()).get(option);
  }

  /** Puts the options that a value refers to into it. */
  private final class Interpolation {
    private final String section;
    private final String option;
    private final StringBuilder value = new StringBuilder();
    private int references;

    Interpolation(String section, String option) {
      this.section = section;
      this.option = option;
    }

    void add(String raw, int depth) throws ConfigurationException {
      if (depth > MAX_DEPTH) {
        throw bad("options refer to each other more than %d deep", MAX_DEPTH);
      }
      int at = 0;
      while (true) {
        int percent = raw.indexOf('%', at);
        value.append(raw, at, percent < 0 ? raw.length() : percent);
        if (value.length() > MAX_CHARACTERS) {
          throw bad("the value is longer than %d characters", MAX_CHARACTERS);
        }
        if (percent < 0) {
          return;
        }
        if (raw.startsWith("%%", percent)) {
          value.append('%');
          at = percent + 2;
          continue;
        }
        int close = raw.startsWith("%(", percent) ? raw.indexOf(")s", percent) : -1;
        if (close < percent + 3) {
          throw bad("'%%' must be followed by '%%' or '(option)s'");
        }
        refer(raw.substring(percent + 2, close).toLowerCase(Locale.ROOT), depth);
        at = close + 2;
      }
    }

    private void refer(String other, int depth) throws ConfigurationException {
      if (++references > MAX_REFERENCES) {
        throw bad("it refers to other options more than %d times in all", MAX_REFERENCES);
      }
      String raw = raw(section, other);
      if (raw == null) {
        throw bad("it refers to the option '%s', which is not there", other);
      }
      add(raw, depth + 1);
    }

    private ConfigurationException bad(String problem, Object... arguments) {
      return new ConfigurationException(
          "'%s' [%s]%s cannot be read: %s"
              .formatted(name, section, option, problem.formatted(arguments)));
    }
  }

  /** Reads lines into sections; one for each file. */
  private static final class IniParser {
    private final String name;
    private final Map<String, Map<String, List<String>>> sections = new LinkedHashMap<>();
    private Map<String, List<String>> section;
    private List<String> value;
    private int indent;
    private int lineNumber;

    private IniParser(String name) {
      this.name = name;
    }

    static Map<String, Map<String, String>> parse(String name, String text)
        throws ConfigurationException {
      if (text.length() > MAX_CHARACTERS) {
        throw new ConfigurationException(
            "'%s' is longer than %d characters: is it a configuration file?"
                .formatted(name, MAX_CHARACTERS));
      }
      IniParser parser = new IniParser(name);
      String body = text.startsWith("\ufeff") ? text.substring(1) : text;
      for (String line : body.split("\r\n|\r|\n", -1)) {
        parser.lineNumber++;
        parser.line(line);
      }
      return parser.joined();
    }

    private void line(String line) throws ConfigurationException {
      String content = Python.strip(line);
      if (content.startsWith("#") || content.startsWith(";")) {
        return;
      }
      if (content.isEmpty()) {
        if (value != null) {
          value.add("");
        }
        return;
      }
      int lineIndent = line.indexOf(content);
      if (value != null && lineIndent > indent) {
        value.add(content);
        return;
      }
      indent = lineIndent;
      int close = content.lastIndexOf(']');
      if (content.startsWith("[") && close > 1) {
        section = sections.computeIfAbsent(content.substring(1, close), s -> new LinkedHashMap<>());
        value = null;
      } else if (section == null) {
        throw bad("there are no section headers before it; a section starts as in '[node]'");
      } else {
        option(content);
      }
    }

    private void option(String content) throws ConfigurationException {
      int delimiter = 0;
      while (delimiter < content.length() && "=:".indexOf(content.charAt(delimiter)) < 0) {
        delimiter++;
      }
      String option = Python.strip(content.substring(0, delimiter)).toLowerCase(Locale.ROOT);
      if (delimiter == content.length() || option.isEmpty()) {
        throw bad("it is neither '[section]' nor 'option = value'");
      }
      value = new ArrayList<>();
      value.add(Python.strip(content.substring(delimiter + 1)));
      section.put(option, value);
    }

    private Map<String, Map<String, String>> joined() {
      Map<String, Map<String, String>> result = new LinkedHashMap<>();
      sections.forEach(
          (header, options) -> {
            Map<String, String> values = new LinkedHashMap<>();
            options.forEach(
                (option, lines) -> values.put(option, Python.stripEnd(String.join("\n", lines))));
            result.put(header, values);
          });
      return result;
    }

    /** The line itself is not shown: it may hold a secret. */
    private ConfigurationException bad(String problem) {
      return new ConfigurationException(
          "'%s' line %d cannot be read: %s".formatted(name, lineNumber, problem));
    }
  }
}
