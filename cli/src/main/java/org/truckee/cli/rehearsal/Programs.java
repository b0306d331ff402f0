package org.truckee.cli.rehearsal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The programs as the launcher starts them, except that each writes its AOT cache when it ends.
 *
 * @param launcher the directory of the options of JVMs
 * @param app the directory of the program, into which the caches go
 */
record Programs(Path launcher, Path app) {
  private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** A node, until its standard input ends. */
  RunningProgram node(String cache, Path directory) throws IOException {
    return RunningProgram.start(
        List.of(
            JAVA,
            "@" + launcher.resolve("jvm.options"),
            "-XX:AOTCacheOutput=" + app.resolve(cache + ".aot"),
            "-cp",
            app.resolve("truckee-cli.jar").toString(),
            "org.truckee.cli.Main",
            "run",
            directory.toString()));
  }
}
