package org.truckee.cli.command;

/** What can follow the name of the program or of a group: a command, or a group of commands. */
public sealed interface Verb permits Command, CommandGroup {
  /** The word by which it is called. */
  String name();

  /** One line for the list of commands. */
  String summary();
}
