package org.truckee.cli;

import java.util.List;

/**
 * An option that a command takes.
 *
 * @param names all of its names without dashes, long ones first; the first one is what it is known
 *     by, and those of one character are short options
 * @param takesValue whether a value follows
 */
record Option(List<String> names, boolean takesValue) {
  /** {@code --help}, which every command has. */
  static final Option HELP = flag("help");

  /** An option that is there or not. */
  static Option flag(String... names) {
    return new Option(List.of(names), false);
  }

  /** An option with a value. */
  static Option value(String... names) {
    return new Option(List.of(names), true);
  }

  /** What it is known by. */
  String name() {
    return names.getFirst();
  }
}
