package org.truckee.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.UsageException;

/** In which format a new file or directory is made. */
final class FormatOption {
  private FormatOption() {}

  /** The option of a command that makes these formats. */
  static Option of(String formats) {
    return Option.value("FORMAT", "how it is kept: " + formats, "format");
  }

  /**
   * The format that is wanted, as it was written; empty if none is named.
   *
   * @throws UsageException if it is none of those that are known
   */
  static Optional<String> value(Arguments arguments, Option option, List<String> known)
      throws UsageException {
    Optional<String> format = arguments.value(option);
    if (format.isPresent() && !known.contains(format.get().toUpperCase(Locale.ROOT))) {
      throw new UsageException("%s is an invalid format".formatted(format.get()));
    }
    return format;
  }
}
