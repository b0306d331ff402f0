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

  /** The argument of a request, beginning with {@code sign}; empty if the option was not given. */
  static String query(Arguments arguments, Option option, String sign, List<String> known)
      throws UsageException {
    Optional<String> format = arguments.value(option);
    if (format.isEmpty()) {
      return "";
    }
    if (!known.contains(format.get().toUpperCase(Locale.ROOT))) {
      throw new UsageException("%s is an invalid format".formatted(format.get()));
    }
    return sign + "format=" + format.get();
  }
}
