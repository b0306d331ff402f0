package org.truckee.cli;

import org.truckee.cli.command.CommandGroup;

/** The commands for grids of 2007 ({@code spec/12}). */
final class FirstgenCommands {
  private FirstgenCommands() {}

  static CommandGroup group() {
    return CommandGroup.of(
        "firstgen",
        "run, use and rescue grids of the first generation, of 2007",
        new FirstgenRunCommand(),
        new FirstgenUpCommand(),
        new FirstgenPutCommand(),
        new FirstgenGetCommand(),
        new FirstgenLsCommand(),
        new FirstgenManifestCommand(),
        new FirstgenMigrateCommand());
  }
}
