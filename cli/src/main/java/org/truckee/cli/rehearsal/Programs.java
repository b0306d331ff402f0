package org.truckee.cli.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs as the launcher starts them.
 *
 * @param launcher the directory of the options of JVMs
 * @param app the directory of the program, into which the caches go
 */
record Programs(Path launcher, Path app) {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** A node, until its standard input ends. */
  RehearsingNode node(Path directory) throws IOException {
    return start(List.of(), directory);
  }

  /** The same, and at its end it writes a cache, which nothing uses before it is adopted. */
  RehearsingNode node(String cache, Path directory) throws IOException {
    return start(List.of("-XX:AOTCacheOutput=" + unfinished(cache)), directory);
  }

  private RehearsingNode start(List<String> options, Path directory) throws IOException {
    List<String> command = new ArrayList<>(List.of(JAVA, "@" + launcher.resolve("jvm.options")));
    command.addAll(options);
    command.addAll(List.of("-cp", app.resolve("truckee-cli.jar").toString()));
    command.addAll(List.of("org.truckee.cli.Main", "run", directory.toString()));
    return RehearsingNode.start(command);
  }

  /** Lets later starts use a cache. */
  void adopt(String cache) throws IOException {
    Path finished = app.resolve(cache + ".aot");
    Files.move(unfinished(cache), finished, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what was not adopted, and what the JVM has noted for it. */
  void discard(String cache) throws IOException {
    Path unfinished = unfinished(cache);
    Files.deleteIfExists(unfinished);
    Files.deleteIfExists(unfinished.resolveSibling(unfinished.getFileName() + ".config"));
  }

  private Path unfinished(String cache) {
    return app.resolve(cache + ".aot.new");
  }
}
