package org.truckee.cli.command;

import java.util.List;
import java.util.Optional;

/**
 * An option that a command takes.
 *
 * @param names all of its names without dashes; the first one is what it is known by, and those of
 *     one character are short options
 * @param metavar what help calls its value; absent if it takes none
 * @param description what help says of it, without an end mark
 * @param repeatable whether every value counts; otherwise the last one does
 */
public record Option(
    List<String> names, Optional<String> metavar, String description, boolean repeatable) {
  /** {@code --help}, which every command has. */
  public static final Option HELP = flag("show this", "help");

  public Option {
    names = List.copyOf(names);
  }

  /** An option that is there or not. */
  public static Option flag(String description, String... names) {
    return new Option(List.of(names), Optional.empty(), description, false);
  }

  /** An option with a value. */
  public static Option value(String metavar, String description, String... names) {
    return new Option(List.of(names), Optional.of(metavar), description, false);
  }

  /** This option, of which every value counts if it is given several times. */
  public Option repeated() {
    return new Option(names, metavar, description, true);
  }

  /** What it is known by. */
  public String name() {
    return names.getFirst();
  }

  public boolean takesValue() {
    return metavar.isPresent();
  }
}
