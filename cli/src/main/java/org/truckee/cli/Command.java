package org.truckee.cli;

import java.util.List;

/** A command of the program. */
interface Command {
  /** The word by which it is called. */
  String name();

  /** One line for the list of commands. */
  String summary();

  /** What {@code --help} shows. */
  String help();

  /** The options it takes beside {@code --help}. */
  List<Option> options();

  /**
   * Does it.
   *
   * @throws UsageException if the arguments make no sense
   * @throws CommandException if it fails
   */
  void run(Arguments arguments, Session session)
      throws UsageException, CommandException, InterruptedException;
}
