package org.truckee.node.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.truckee.node.files.Manner;
import org.truckee.node.files.ReplacedFile;

/**
 * A change of {@code tahoe.cfg} by the program ({@code spec/09 §4.4}). Everything beside the
 * options that are set stays as the operator wrote it, comments included. Immutable.
 */
public final class ConfigurationEdit {
  private final Path file;
  private final List<String> lines;

  private ConfigurationEdit(Path file, List<String> lines) {
    this.file = file;
    this.lines = List.copyOf(lines);
  }

  /**
   * Of a file, which may be missing.
   *
   * @throws ConfigurationException if it cannot be read, or is not sound
   */
  public static ConfigurationEdit of(Path file) throws ConfigurationException {
    KnownOptions.TAHOE_CLIENT.check(NodeConfiguration.readFile(file));
    try {
      return new ConfigurationEdit(file, Files.readString(file).lines().toList());
    } catch (NoSuchFileException e) {
      return new ConfigurationEdit(file, List.of());
    } catch (IOException e) {
      throw new ConfigurationException(
          "'%s' cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * With an option set.
   *
   * @param value one line
   * @throws ConfigurationException if the option or the value cannot stand there
   */
  public ConfigurationEdit set(String section, String option, String value)
      throws ConfigurationException {
    String name = option.toLowerCase(Locale.ROOT);
    String line = "%s = %s".formatted(name, value.replace("%", "%%"));
    List<String> changed = new ArrayList<>(lines);
    int header = header(changed, section);
    if (header < 0) {
      if (!changed.isEmpty() && !changed.getLast().isBlank()) {
        changed.add("");
      }
      changed.add("[%s]".formatted(section));
      changed.add(line);
    } else {
      replace(changed, header + 1, name, line);
    }
    ConfigurationEdit edit = new ConfigurationEdit(file, changed);
    IniFile parsed = edit.parsed();
    KnownOptions.TAHOE_CLIENT.check(parsed);
    if (!parsed.get(section, name).filter(value::equals).isPresent()) {
      throw new ConfigurationException(
          "[%s]%s cannot be set in '%s'; write it there yourself".formatted(section, name, file));
    }
    return edit;
  }

  /** The last place counts, as sections and options may be repeated. */
  private static int header(List<String> lines, String section) {
    int found = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (Python.strip(lines.get(i)).equals("[%s]".formatted(section))) {
        found = i;
      }
    }
    return found;
  }

  private static void replace(List<String> lines, int from, String name, String line) {
    int end = from;
    int last = from;
    while (end < lines.size() && !Python.strip(lines.get(end)).startsWith("[")) {
      String content = Python.strip(lines.get(end));
      if (isOption(lines.get(end), name)) {
        lines.remove(end);
        while (end < lines.size() && isContinuation(lines.get(end))) {
          lines.remove(end);
        }
        lines.add(end, line);
        return;
      }
      end++;
      if (!content.isEmpty() && !content.startsWith("#") && !content.startsWith(";")) {
        last = end;
      }
    }
    lines.add(last, line);
  }

  private static boolean isOption(String line, String name) {
    String content = Python.strip(line);
    int equals = content.indexOf('=');
    int colon = content.indexOf(':');
    int delimiter = equals < 0 || colon >= 0 && colon < equals ? colon : equals;
    return delimiter > 0
        && Python.strip(content.substring(0, delimiter)).toLowerCase(Locale.ROOT).equals(name);
  }

  private static boolean isContinuation(String line) {
    return !line.isBlank() && Character.isWhitespace(line.charAt(0));
  }

  private IniFile parsed() throws ConfigurationException {
    return IniFile.parse(file.toString(), String.join("\n", lines));
  }

  /** The options of a section. */
  public List<String> options(String section) throws ConfigurationException {
    return List.copyOf(parsed().options(section));
  }

  /** Writes the file. */
  public void save() throws ConfigurationException {
    try {
      ReplacedFile.write(
          file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8), Manner.NODE);
    } catch (IOException e) {
      throw new ConfigurationException(
          "'%s' cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }
}
