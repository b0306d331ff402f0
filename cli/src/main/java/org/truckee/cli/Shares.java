package org.truckee.cli;

import java.util.List;
import java.util.Optional;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.UsageException;

/** How a new node spreads its files ({@code spec/10 §7.1}). */
record Shares(int needed, int happy, int total) {
  private static final int USUAL_NEEDED = 3;
  private static final int USUAL_HAPPY = 7;
  private static final int USUAL_TOTAL = 10;
  private static final Option NEEDED =
      Option.value("N", "how many shares give a file back (3)", "shares-needed");
  private static final Option HAPPY =
      Option.value("N", "on how many servers they must lie (7)", "shares-happy");
  private static final Option TOTAL =
      Option.value("N", "how many shares a file has (10)", "shares-total");

  static final List<Option> OPTIONS = List.of(NEEDED, HAPPY, TOTAL);

  static Shares of(Arguments arguments) throws UsageException {
    return new Shares(
        number(arguments, NEEDED, USUAL_NEEDED),
        number(arguments, HAPPY, USUAL_HAPPY),
        number(arguments, TOTAL, USUAL_TOTAL));
  }

  private static int number(Arguments arguments, Option option, int usual) throws UsageException {
    Optional<String> text = arguments.value(option);
    if (text.isPresent() && !text.get().strip().matches("[0-9]{1,9}")) {
      throw new UsageException("--%s must be an integer".formatted(option.name()));
    }
    return text.map(digits -> Integer.parseInt(digits.strip())).orElse(usual);
  }

  /** Text that has a line of a configuration file to itself. */
  static String oneLine(String option, String text) throws UsageException {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new UsageException("--%s is one line of text".formatted(option));
    }
    return text.strip();
  }
}
