package org.truckee.bench.nodes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tahoe-LAFS in a Python virtual environment, as {@code conformance/reference/install} makes it.
 *
 * @param environment the directory of the virtual environment
 */
public record ReferenceProgram(Path environment) implements NodeProgram {

  /** The system property that names the virtual environment. */
  public static final String PROPERTY = "reference";

  /** The environment variable that does, where the property is not set. */
  public static final String VARIABLE = "TRUCKEE_REFERENCE";

  public ReferenceProgram {
    if (!Files.isExecutable(python(environment))) {
      throw new IllegalArgumentException(
          "no reference in %s: run conformance/reference/install and give the path that it prints"
              .formatted(environment));
    }
  }

  /**
   * The installation that the {@value #PROPERTY} property or the {@value #VARIABLE} variable names,
   * or else the one at the install script's default place.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ReferenceProgram find() {
    return Stream.of(
            Optional.ofNullable(System.getProperty(PROPERTY)),
            Optional.ofNullable(System.getenv(VARIABLE)))
        .flatMap(Optional::stream)
        .filter(named -> !named.isBlank())
        .findFirst()
        .map(Path::of)
        .map(ReferenceProgram::new)
        .orElseGet(() -> new ReferenceProgram(defaultPlace()));
  }

  private static Path defaultPlace() {
    Path cache =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .filter(named -> !named.isBlank())
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
    return cache.resolve("truckee/tahoe-lafs-1.20.0");
  }

  private static Path python(Path environment) {
    return environment.resolve("bin/python");
  }

  @Override
  public List<String> command(Path nodeDirectory) {
    return List.of(
        python(environment).toString(), "-m", "allmydata", "run", nodeDirectory.toString());
  }
}
