package org.truckee.cli.command;

import java.util.List;

/** A command of the program. Its help is made of what it says here. */
public non-sealed interface Command extends Verb {
  /** Its arguments as the first line of its help shows them, such as {@code CAP [FILE]}. */
  String synopsis();

  /** What it does: paragraphs without line breaks, for help. */
  List<String> description();

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
