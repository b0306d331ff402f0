package org.truckee.cli.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.SecretInput;
import org.truckee.cli.command.Session;

/**
 * A capability that is in a file or comes by standard input, written {@code @FILE:} and
 * {@code @-:}: so it does not stand in the list of processes, where every user of a machine can
 * read it.
 */
final class CapabilityFile {
  private static final List<String> BEGINNINGS = List.of("URI:", "ro.URI:", "imm.URI:");
  private static final int LONGEST = 4096;

  private CapabilityFile() {}

  /** Whether a name, up to a colon, is one of a file. */
  static boolean isMeantBy(String name) {
    return name.length() > 1 && name.startsWith("@");
  }

  /**
   * The first line of what such a name means.
   *
   * @throws CommandException if there is none, or it is no capability
   */
  static String read(String name, Session session) throws CommandException {
    String file = name.substring(1);
    String cap =
        file.equals("-") ? SecretInput.line(session) : firstLine(LocalFile.path(file, session));
    if (BEGINNINGS.stream().noneMatch(cap::startsWith)) {
      throw new CommandException(
          "error: the first line of %s is no capability: capabilities begin with 'URI:'"
              .formatted(file.equals("-") ? "standard input" : "'" + file + "'"));
    }
    return cap;
  }

  private static String firstLine(Path file) throws CommandException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      char[] text = new char[LONGEST];
      int length = 0;
      int read = 0;
      while (read >= 0 && length < LONGEST) {
        read = reader.read(text, length, LONGEST - length);
        length += Math.max(0, read);
      }
      return new String(text, 0, length).lines().findFirst().map(String::strip).orElse("");
    } catch (IOException e) {
      throw new CommandException(
          "error: cannot read '%s': %s".formatted(file, LocalFile.reason(file, e)), e);
    }
  }
}
