package org.truckee.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page of a command or of a group in the manual, in roff: made of what help is made of. */
public final class ManPage {
  private final StringBuilder text = new StringBuilder();

  private ManPage() {}

  /**
   * The page of either.
   *
   * @param path how it is called, the name of the program first
   * @param version of the program, for the foot of the page
   */
  public static String of(Verb verb, List<String> path, String version) {
    ManPage page = new ManPage();
    String name = String.join("-", path);
    page.line(
        ".TH %s 1 \"\" \"%s\" \"User commands\""
            .formatted(escaped(name.toUpperCase(Locale.ROOT)), escaped(version)));
    page.heading("NAME");
    page.line("%s \\- %s".formatted(escaped(name), escaped(verb.summary())));
    page.heading("SYNOPSIS");
    String typed = String.join(" ", path);
    switch (verb) {
      case Command command -> page.command(command, typed);
      case CommandGroup group -> page.group(group, path);
    }
    return page.text.toString();
  }

  private void command(Command command, String typed) {
    line(".B %s".formatted(escaped(typed)));
    line(escaped("[OPTIONS] " + command.synopsis()));
    heading("DESCRIPTION");
    String separator = "";
    for (String paragraph : command.description()) {
      text.append(separator);
      line(escaped(paragraph));
      separator = ".PP\n";
    }
    List<Option> options = new ArrayList<>(command.options());
    options.add(Option.HELP);
    options(options);
  }

  private void group(CommandGroup group, List<String> path) {
    line(".B %s".formatted(escaped(String.join(" ", path))));
    line("[OPTIONS] COMMAND ...");
    heading("COMMANDS");
    for (Verb member : group.members()) {
      entry("\\fB%s\\fR".formatted(escaped(member.name())), member.summary());
    }
    options(group.options());
    heading("SEE ALSO");
    line(
        group.members().stream()
            .map(
                member ->
                    ".BR %s (1)".formatted(escaped(String.join("-", path) + "-" + member.name())))
            .collect(Collectors.joining(",\n")));
  }

  private void options(List<Option> options) {
    heading("OPTIONS");
    for (Option option : options) {
      entry(
          option.names().stream().map(name -> term(name, option)).collect(Collectors.joining(", ")),
          option.repeatable() ? option.description() + "; may be repeated" : option.description());
    }
  }

  private static String term(String name, Option option) {
    boolean isLetter = name.length() == 1;
    String dashes = isLetter ? "\\-" : "\\-\\-";
    String value =
        option
            .metavar()
            .map(metavar -> "%s\\fI%s\\fR".formatted(isLetter ? " " : "=", escaped(metavar)))
            .orElse("");
    return "\\fB%s%s\\fR%s".formatted(dashes, escaped(name), value);
  }

  private void heading(String title) {
    line(".SH " + title);
  }

  private void entry(String term, String about) {
    line(".TP");
    line(term);
    line(escaped(about));
  }

  /** A dot or an apostrophe at its beginning would make a request of a line. */
  private static String escaped(String words) {
    String plain = words.replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }

  private void line(String row) {
    text.append(row).append('\n');
  }
}
