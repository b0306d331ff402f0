package org.truckee.cli.debug;

import java.security.SecureRandom;
import java.time.Clock;
import org.truckee.cli.command.CommandGroup;

/** All commands for people who look for a fault ({@code spec/10 §8}). */
public final class DebugCommands {
  private DebugCommands() {}

  /** The group. */
  public static CommandGroup group() {
    Clock clock = Clock.systemUTC();
    return CommandGroup.of(
        "debug",
        "look into capabilities and share files",
        new DumpCapCommand(),
        new DumpShareCommand(clock),
        new FindSharesCommand(),
        new CatalogSharesCommand(clock),
        new CorruptShareCommand(SecureRandom::new),
        new ObsoleteCommand("repl"),
        new ObsoleteCommand("trial"));
  }
}
