package org.truckee.cli.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.truckee.node.config.UserHome;

/**
 * Where a command is called.
 *
 * @param directory what relative names of files begin at
 * @param home what {@code ~} stands for
 * @param environment the environment variables
 */
public record Surroundings(Path directory, Path home, Map<String, String> environment) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static Surroundings ofProcess() {
    return new Surroundings(Path.of("").toAbsolutePath(), UserHome.path(), System.getenv());
  }

  /** An environment variable that is there and says something. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** The absolute path that a name means here; {@code ~} is expanded. */
  Path path(String name) {
    Path path =
        name.equals("~") || name.startsWith("~/")
            ? home.resolve(name.substring(Math.min(2, name.length())))
            : Path.of(name);
    return directory.resolve(path).toAbsolutePath().normalize();
  }
}
