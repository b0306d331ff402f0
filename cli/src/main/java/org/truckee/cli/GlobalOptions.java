package org.truckee.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.invite.WormholeOptions;

/** The options that stand before the command ({@code spec/10 §1.1}). */
final class GlobalOptions {
  static final Option NODE_DIRECTORY =
      Option.value(
          "DIR",
          "the node to talk to; without it the client of the grid in ~/.truckee/grid if there is"
              + " one, else the node in ~/.tahoe",
          "node-directory",
          "d");
  static final Option QUIET = Option.flag("no output but errors", "quiet", "q");

  private static final Option ELIOT =
      Option.value(
          "KIND:PLACE",
          "taken for the sake of scripts, but nothing is written there: the log of a node is set in"
              + " its truckee.cfg",
          "eliot-destination");
  private static final Option HELP_ELIOT =
      Option.flag("show the forms of --eliot-destination", "help-eliot-destinations");
  private static final String FORMS =
      """
      Forms of --eliot-destination:
        file:<path>[,rotate_length=<bytes>][,max_rotated_files=<count>]
      They are taken and not acted on. The log of a node: see [log] of its truckee.cfg.
      """;

  private GlobalOptions() {}

  /** All of them. */
  static List<Option> with(Option version) {
    List<Option> options = new ArrayList<>(List.of(NODE_DIRECTORY, QUIET, version));
    options.addAll(WormholeOptions.OPTIONS);
    options.addAll(List.of(ELIOT.repeated(), HELP_ELIOT, Option.HELP));
    return options;
  }

  /**
   * What these options themselves have the program say, if they do.
   *
   * @throws UsageException if one has a value that means nothing
   */
  static Optional<String> said(Arguments arguments) throws UsageException {
    for (String destination : arguments.values(ELIOT)) {
      int colon = destination.indexOf(':');
      if (colon < 0) {
        throw new UsageException(
            "Eliot destination description must be formatted like <kind>:<args>.");
      }
      if (!destination.startsWith("file:")) {
        throw new UsageException("Unknown destination description: " + destination);
      }
    }
    return arguments.has(HELP_ELIOT) ? Optional.of(FORMS) : Optional.empty();
  }
}
