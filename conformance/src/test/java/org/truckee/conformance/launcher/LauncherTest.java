package org.truckee.conformance.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.conformance.launcher.LauncherCopy.Outcome;

/** What the launcher decides: which Java, whether to build, with which options to start. */
class LauncherTest {
  /** Says how it was called, one argument a line, and makes the caches that it is told to make. */
  private static final String JAVA =
      """
      for argument in "$@"; do
        printf '%s\\n' "$argument"
        case $argument in
          -XX:AOTCacheOutput=*) : >"${argument#*=}" ;;
          nodes) nodes=rehearsed ;;
        esac
      done
      [ -z "$nodes" ] || : >"$argument/node.aot"\
      """;

  @TempDir private Path temp;
  private LauncherCopy copy;

  @BeforeEach
  void copyTheLauncher() throws Exception {
    // A blank and a letter beyond ASCII in the path must not matter.
    copy = new LauncherCopy(temp.toRealPath().resolve("a checköut"));
    copy.java("25.0.1", JAVA);
  }

  private Path jar() {
    return copy.app().resolve("truckee-cli.jar");
  }

  private void pretendThatItWasBuilt() throws IOException {
    Files.createDirectories(copy.app());
    Files.writeString(jar(), "");
  }

  private List<String> builds() throws IOException {
    Path log = copy.root().resolve("mvn.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private void letMavenSucceed() throws IOException {
    copy.maven(
        "echo \"$@\" >>'%s'; mkdir -p '%s'; : >'%s'"
            .formatted(copy.root().resolve("mvn.log"), copy.app(), jar()));
  }

  @Test
  void whatWasBuiltIsStartedWithTheArgumentsAsTheyAre() throws Exception {
    pretendThatItWasBuilt();
    Outcome run = copy.run("put", "a file", "*", "", "$HOME");
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            String.join(
                "\n",
                "@" + copy.root() + "/launcher/cli.options",
                "-cp",
                jar().toString(),
                "org.truckee.cli.Main",
                "put",
                "a file",
                "*",
                "",
                "$HOME",
                ""));
    assertThat(builds()).isEmpty();
  }

  @Test
  void aBackupStartsNoLogging() throws Exception {
    pretendThatItWasBuilt();
    assertThat(copy.run("-d", "node", "backup", "from", "to:").out().lines())
        .startsWith(
            "@" + copy.root() + "/launcher/cli.options",
            "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider")
        .endsWith("org.truckee.cli.Main", "-d", "node", "backup", "from", "to:");
    assertThat(copy.run("ls", "backup").out()).doesNotContain("slf4j");
  }

  @Test
  void aGridGetsTheOptionsOfNodesAndTheNameOfTheProgram() throws Exception {
    pretendThatItWasBuilt();
    assertThat(copy.run("up", "--servers", "3").out().lines())
        .containsExactly(
            "@" + copy.root() + "/launcher/jvm.options",
            "@" + copy.root() + "/launcher/up.options",
            "-cp",
            jar().toString(),
            "-Dtruckee.program=" + copy.root().resolve("truckee"),
            "org.truckee.cli.Main",
            "up",
            "--servers",
            "3");
    assertThat(copy.run("put", "up").out()).doesNotContain("up.options");
    assertThat(copy.run("-d", "up", "put", "file").out()).doesNotContain("up.options");
    assertThat(copy.run("-d", "node", "up").out()).contains("up.options");
  }

  @Test
  void theFirstStartBuildsAndRehearsesAndLaterOnesDoNot() throws Exception {
    letMavenSucceed();
    Outcome first = copy.run("--version");
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.err())
        .matches(
            "truckee: building \\(on first use, and when sources have changed\\)\\.\\.\\.\n"
                + "truckee: rehearsing, for a minute or two\\.\\.\\.\n"
                + "truckee: rehearsed for [0-9]+ seconds, to start and work faster from now"
                + " on\\.\n");
    assertThat(first.out().lines().findFirst())
        .contains("-XX:AOTCache=" + copy.app().resolve("commands.aot"));
    assertThat(builds())
        .containsExactly(
            "-q -B -Duse.jdk=IfMatch -DskipTests -Dexec.skip=true -pl cli -am package");

    Outcome second = copy.run("up");
    assertThat(second.err()).isEmpty();
    assertThat(second.out().lines().findFirst())
        .contains("-XX:AOTCache=" + copy.app().resolve("node.aot"));
    assertThat(builds()).hasSize(1);
  }

  @Test
  void aRehearsalThatFailsLeavesNoCacheAndNothingElseFails() throws Exception {
    letMavenSucceed();
    copy.java("25.0.1", JAVA + "\ncase $* in *' commands') exit 1 ;; esac");
    Outcome run = copy.run("--version");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("--version").doesNotContain("AOTCache");
    try (Stream<Path> files = Files.list(copy.app())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("truckee-cli.jar", "java-home", "node.aot");
    }
  }

  @Test
  void whoInterruptsTheRehearsalDoesNotGetTheCommandCarriedOut() throws Exception {
    letMavenSucceed();
    copy.java("25.0.1", "case $* in *' nodes '*) kill -INT $PPID ;; esac\n" + JAVA);
    assumeTrue(System.getProperty("os.name").equals("Linux"));
    // Whoever runs this may ignore interrupts, which a shell inherits for good.
    String launcher = copy.root().resolve("truckee").toString();
    Outcome run =
        copy.run(
            copy.command(
                List.of("/usr/bin/env", "--default-signal=INT", launcher), "unlink", "something"),
            unchanged -> {});
    assertThat(run.status()).as(run.err()).isEqualTo(130);
    assertThat(run.out()).doesNotContain("something");
  }

  @Test
  void nodesWithAndWithoutAWebApiHaveCachesOfTheirOwn() throws Exception {
    pretendThatItWasBuilt();
    for (String cache : List.of("commands", "storage", "node")) {
      Files.writeString(copy.app().resolve(cache + ".aot"), "");
    }
    Path introducer = node("[node]\nnickname = introducer\n");
    Path storage = node("[node]\nweb.port =\n[storage]\nenabled = true\n");
    Path client = node("[node]\nweb.port = tcp:3456\n");

    assertThat(cacheOf("run", introducer.toString())).isEqualTo("storage");
    assertThat(cacheOf("run", storage.toString())).isEqualTo("storage");
    assertThat(cacheOf("run", client.toString())).isEqualTo("node");
    assertThat(cacheOf("-d", storage.toString(), "run")).isEqualTo("storage");
    assertThat(cacheOf("--node-directory=" + storage, "run")).isEqualTo("storage");
    assertThat(cacheOf("run", "--basedir", storage.toString())).isEqualTo("storage");
    assertThat(cacheOf("run", temp.resolve("missing").toString())).isEqualTo("node");
    assertThat(cacheOf("up")).isEqualTo("node");
    assertThat(cacheOf("put", storage.toString())).isEqualTo("commands");
  }

  private Path node(String configuration) throws IOException {
    Path directory = Files.createTempDirectory(temp, "a node");
    Files.writeString(directory.resolve("tahoe.cfg"), configuration);
    return directory;
  }

  private String cacheOf(String... arguments) throws Exception {
    String first = copy.run(arguments).out().lines().findFirst().orElseThrow();
    assertThat(first).startsWith("-XX:AOTCache=" + copy.app()).endsWith(".aot");
    return Path.of(first).getFileName().toString().replace(".aot", "");
  }

  @Test
  void aSourceThatIsNewerThanTheProgramIsBuilt() throws Exception {
    pretendThatItWasBuilt();
    letMavenSucceed();
    Path source = copy.root().resolve("wire/src/main/java/New.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "");
    Instant built = Instant.parse("2026-01-01T00:00:00Z");
    for (Path path = source; !path.equals(copy.root()); path = path.getParent()) {
      Files.setLastModifiedTime(path, FileTime.from(built.minusSeconds(10)));
    }
    Files.setLastModifiedTime(jar(), FileTime.from(built));
    assertThat(copy.run("--version").err()).isEmpty();
    Files.setLastModifiedTime(source, FileTime.from(built.plusSeconds(10)));
    assertThat(copy.run("--version").err()).startsWith("truckee: building");
    assertThat(copy.run("--version").err()).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void aBuildThatFailsIsShownAndNothingIsStarted() throws Exception {
    copy.maven("echo 'the reason'; exit 1");
    Outcome run = copy.run("--version");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("the reason\n")
        .endsWith(
            "truckee: the build failed; all of its output is in %s/target/build.log\n"
                .formatted(copy.root()));
  }

  @Test
  void anOldJavaInJavaHomeIsPassedOverForANewOneOnThePath() throws Exception {
    pretendThatItWasBuilt();
    copy.linkOnPath("java", copy.javaHome().resolve("bin/java"));
    copy.java("17.0.2", "echo old");
    assertThat(copy.run("--version").out()).contains("--version").doesNotContain("old");
  }

  @Test
  void theLauncherIsFoundThroughSymbolicLinks() throws Exception {
    pretendThatItWasBuilt();
    Path links = Files.createDirectories(copy.root().resolve("links"));
    Path link = Files.createSymbolicLink(links.resolve("truckee"), Path.of("../truckee"));
    Path other = Files.createSymbolicLink(links.resolve("other"), link);
    assertThat(copy.run(other, "--version").out()).contains(jar().toString());
  }

  @Test
  void theLauncherIsFoundFromItsOwnDirectoryWhateverTheEnvironment() throws Exception {
    pretendThatItWasBuilt();
    Path links = Files.createDirectories(copy.root().resolve("links"));
    Files.createSymbolicLink(links.resolve("truckee"), Path.of("../truckee"));
    Files.createDirectories(copy.root().resolve("elsewhere/links"));
    for (List<String> call :
        List.of(List.of("bash", "truckee"), List.of("./truckee"), List.of("../links/truckee"))) {
      Outcome run =
          copy.run(
              copy.command(call, "--version"),
              command -> {
                command.directory(links.toFile());
                command.environment().remove("HOME");
                command.environment().put("CDPATH", copy.root().resolve("elsewhere").toString());
                command.environment().put("LC_ALL", "C");
              });
      assertThat(run.err()).as(call.toString()).isEmpty();
      assertThat(run.out()).contains("\n" + jar() + "\n");
    }
  }
}
