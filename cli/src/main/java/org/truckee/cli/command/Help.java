package org.truckee.cli.command;

import java.util.ArrayList;
import java.util.List;

/** The help of a command or of a group, made of what they say of themselves. */
public final class Help {
  private static final int WIDTH = 80;
  private static final int NAMES_WIDTH = 26;
  private static final String INDENT = "  ";
  private static final String BESIDE = "    ";

  private final StringBuilder text = new StringBuilder();

  private Help() {}

  /**
   * The help of a command.
   *
   * @param path how it is called, the name of the program first
   */
  public static String of(Command command, List<String> path) {
    Help help = new Help();
    String usage = "Usage: %s [OPTIONS] %s".formatted(String.join(" ", path), command.synopsis());
    help.line(usage.stripTrailing());
    command.description().forEach(help::paragraph);
    List<Option> options = new ArrayList<>(command.options());
    options.add(Option.HELP);
    help.options(options);
    return help.text.toString();
  }

  /** The help of a group; the program itself is one. */
  public static String of(CommandGroup group, List<String> path) {
    Help help = new Help();
    help.line("Usage: %s [OPTIONS] COMMAND ...".formatted(String.join(" ", path)));
    help.paragraph(group.summary());
    help.line("");
    help.line("Commands:");
    int width = group.members().stream().mapToInt(verb -> verb.name().length()).max().orElse(0);
    for (Verb member : group.members()) {
      help.entry(member.name(), width, member.summary());
    }
    help.options(group.options());
    help.paragraph("'%s COMMAND --help' says more.".formatted(String.join(" ", path)));
    return help.text.toString();
  }

  private void options(List<Option> options) {
    line("");
    line("Options:");
    for (Option option : options) {
      String about = option.description();
      entry(names(option), NAMES_WIDTH, option.repeatable() ? about + "; may be repeated" : about);
    }
  }

  /** As in {@code -u, --node-url=URL}; what has no short name leaves its place free. */
  private static String names(Option option) {
    List<String> names = new ArrayList<>();
    option.names().stream()
        .filter(name -> name.length() == 1)
        .forEach(
            name ->
                names.add("-" + name + (isShort(option) ? " " + option.metavar().orElse("") : "")));
    option.names().stream()
        .filter(name -> name.length() > 1)
        .forEach(
            name -> names.add("--" + name + option.metavar().map(value -> "=" + value).orElse("")));
    String joined = String.join(", ", names);
    return joined.startsWith("--") ? BESIDE + joined : joined;
  }

  private static boolean isShort(Option option) {
    return option.names().stream().allMatch(name -> name.length() == 1);
  }

  /** A term and what is said of it, beside it if there is room. */
  private void entry(String term, int width, String about) {
    int margin = INDENT.length() + width + 2;
    String first = INDENT + term;
    if (term.length() > width) {
      line(first);
      first = "";
    }
    for (String row : wrapped(about, WIDTH - margin)) {
      line(first + " ".repeat(margin - first.length()) + row);
      first = "";
    }
  }

  private void paragraph(String words) {
    line("");
    wrapped(words, WIDTH).forEach(this::line);
  }

  private static List<String> wrapped(String words, int width) {
    List<String> rows = new ArrayList<>();
    StringBuilder row = new StringBuilder();
    for (String word : words.split(" ")) {
      if (!row.isEmpty() && row.length() + 1 + word.length() > width) {
        rows.add(row.toString());
        row.setLength(0);
      }
      row.append(row.isEmpty() ? "" : " ").append(word);
    }
    rows.add(row.toString());
    return rows;
  }

  private void line(String row) {
    text.append(row).append('\n');
  }
}
