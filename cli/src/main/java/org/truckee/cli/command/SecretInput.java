package org.truckee.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A capability that comes by standard input. */
public final class SecretInput {
  private static final int LONGEST = 4096;

  private SecretInput() {}

  /**
   * The first line.
   *
   * @throws CommandException if there is none
   */
  public static String line(Session session) throws CommandException {
    try {
      String text = new String(session.in().readNBytes(LONGEST), StandardCharsets.UTF_8);
      return text.lines()
          .findFirst()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .orElseThrow(() -> new CommandException("error: standard input has no capability"));
    } catch (IOException e) {
      throw new CommandException("error: cannot read standard input: " + e.getMessage(), e);
    }
  }
}
