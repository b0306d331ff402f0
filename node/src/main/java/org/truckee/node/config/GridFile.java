package org.truckee.node.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.truckee.node.files.Manner;
import org.truckee.node.files.ReplacedFile;

/** {@code truckee.cfg} in the directory of an embedded grid: says that it is one. */
public final class GridFile {
  private static final String NAME = "truckee.cfg";

  private GridFile() {}

  /**
   * How many storage servers the grid in a directory has; empty if it holds no grid.
   *
   * @throws ConfigurationException if the file is damaged
   */
  public static OptionalInt servers(Path directory) throws ConfigurationException {
    IniFile file = NodeConfiguration.readFile(directory.resolve(NAME));
    KnownOptions.TRUCKEE.check(file);
    if (file.get("grid", "servers").isEmpty()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(new Options(file, directory).integer("grid", "servers", 0));
  }

  /**
   * Makes the directory that of a grid, with everything above it.
   *
   * @throws ConfigurationException if it cannot be written
   */
  public static void write(Path directory, int servers) throws ConfigurationException {
    if (servers(directory).equals(OptionalInt.of(servers))) {
      return;
    }
    try {
      ReplacedFile.makeFolder(directory, "rwxrwxrwx");
      String text =
          """
          # This directory is a grid of Truckee's: 'truckee up' runs the nodes in it.
          [grid]
          servers = %d
          """
              .formatted(servers);
      ReplacedFile.write(
          directory.resolve(NAME), text.getBytes(StandardCharsets.UTF_8), Manner.NODE);
    } catch (IOException e) {
      throw new ConfigurationException(
          "'%s' cannot be written: %s".formatted(directory.resolve(NAME), e), e);
    }
  }
}
