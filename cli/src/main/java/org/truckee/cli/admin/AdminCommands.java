package org.truckee.cli.admin;

import java.security.SecureRandom;
import java.time.Clock;
import org.truckee.cli.command.CommandGroup;

/** All commands for the directory of a node ({@code spec/10 §7.4}). */
public final class AdminCommands {
  private AdminCommands() {}

  /** The group. */
  public static CommandGroup group() {
    return CommandGroup.of(
        "admin",
        "look after the directory of a node",
        new GenerateKeyCommand(SecureRandom::new),
        new DerivePublicKeyCommand(),
        new MigrateCrawlerCommand(),
        new AddCertificateCommand(),
        new ExpireCommand(Clock.systemUTC()));
  }
}
