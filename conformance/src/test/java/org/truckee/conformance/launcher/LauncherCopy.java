package org.truckee.conformance.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A checkout without sources, from which the launcher can be started. */
final class LauncherCopy {
  private static final Path CHECKOUT = Path.of("..");
  private static final Path APP = Path.of("cli", "target", "app");
  private static final long PATIENCE_SECONDS = 120;

  private final Path root;
  private final Path bin;
  private Path javaHome = Path.of(System.getProperty("java.home"));
  private int runs;

  /** Copies the launcher and its options to {@code root}; there is no Maven that would answer. */
  LauncherCopy(Path root) throws IOException {
    this.root = Files.createDirectories(root);
    this.bin = Files.createDirectories(root.resolve("bin"));
    copy(CHECKOUT.resolve("truckee"), root.resolve("truckee"));
    copyAll(CHECKOUT.resolve("launcher"), root.resolve("launcher"));
    program(bin.resolve("mvn"), "echo called >>'%s'; exit 1".formatted(root.resolve("mvn.log")));
  }

  /** Whether this build has packaged the program. */
  static boolean isPackaged() {
    return Files.exists(CHECKOUT.resolve(APP).resolve("truckee-cli.jar"));
  }

  /** Takes the program as it was packaged, without what the launcher has added to it. */
  LauncherCopy withTheProgram() throws IOException {
    copyAll(CHECKOUT.resolve(APP), app());
    return this;
  }

  Path root() {
    return root;
  }

  Path app() {
    return root.resolve(APP);
  }

  /** Replaces Maven by a script. */
  void maven(String script) throws IOException {
    program(bin.resolve("mvn"), script);
  }

  /** Replaces Java by a script, in the home of a JDK of the given version. */
  void java(String version, String script) throws IOException {
    javaHome = Files.createDirectories(root.resolve("jdk-" + version));
    Files.writeString(javaHome.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    Files.createDirectories(javaHome.resolve("bin"));
    program(javaHome.resolve("bin/java"), script);
    program(javaHome.resolve("bin/javac"), "exit 1");
  }

  /** The JDK to which {@code JAVA_HOME} points. */
  Path javaHome() {
    return javaHome;
  }

  /** Puts a symbolic link where programs are looked for first. */
  void linkOnPath(String name, Path target) throws IOException {
    Files.createSymbolicLink(bin.resolve(name), target);
  }

  /** What a run of the launcher came to. */
  record Outcome(int status, String out, String err) {}

  /** Runs the launcher to its end. */
  Outcome run(String... arguments) throws IOException, InterruptedException {
    return run(root.resolve("truckee"), arguments);
  }

  /** The same, called by another name. */
  Outcome run(Path launcher, String... arguments) throws IOException, InterruptedException {
    return run(command(List.of(launcher.toString()), arguments), unchanged -> {});
  }

  /** The same, called in circumstances of its own. */
  Outcome run(ProcessBuilder command, Consumer<ProcessBuilder> circumstances)
      throws IOException, InterruptedException {
    circumstances.accept(command);
    Path out = root.resolve("out-" + ++runs);
    Path err = root.resolve("err-" + runs);
    Process process = command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the launcher does not end: " + Files.readString(err));
      }
      return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }

  /** A call of the launcher that has not begun. */
  ProcessBuilder command(List<String> launcher, String... arguments) {
    List<String> words = new ArrayList<>(launcher);
    words.addAll(List.of(arguments));
    ProcessBuilder command = new ProcessBuilder(words);
    Map<String, String> environment = command.environment();
    environment.put("JAVA_HOME", javaHome.toString());
    environment.put("PATH", bin + ":" + environment.getOrDefault("PATH", "/usr/bin:/bin"));
    return command;
  }

  private static void program(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void copyAll(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(LauncherCopy::isShipped).toList()) {
        copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static boolean isShipped(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".jar") || name.endsWith(".options");
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
