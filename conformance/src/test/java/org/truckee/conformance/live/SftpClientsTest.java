package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.bench.nodes.Payload;
import org.truckee.bench.nodes.RunningNode;

/** Other people's clients of SFTP before a node of ours ({@code spec/11}, part A). */
@Tag("live")
@ExtendWith(LiveNodes.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class SftpClientsTest {
  private static final String USER = "alice";
  private static final long TIME_LIMIT_SECONDS = 180;

  @TempDir private Path local;

  /** A node that serves SFTP. */
  private record Served(RunningNode node, int port, Path key) implements AutoCloseable {
    @Override
    public void close() {
      node.close();
    }
  }

  private Served serve(LiveNodes.Grids grids, String name) throws Exception {
    assumeTrue(has("ssh-keygen"), "ssh-keygen is not installed (openssh-client)");
    SharedGrid grid = grids.servedBy(Program.TRUCKEE);
    RunningNode node = grid.startClient(name, Program.TRUCKEE);
    try {
      String root = node.awaitServers(SharedGrid.SERVERS).makeDirectory("sdmf");
      Path key = local.resolve("user");
      // Old clients know no other kind.
      run("ssh-keygen", "-q", "-t", "rsa", "-m", "PEM", "-N", "", "-f", key.toString());
      Path host = node.directory().path().resolve("private/host");
      run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", host.toString());
      String open = Files.readString(local.resolve("user.pub")).strip();
      int port = node.directory().serveSftp("%s %s %s".formatted(USER, open, root));
      node.startAgain(Program.TRUCKEE.installed());
      node.awaitServers(SharedGrid.SERVERS);
      return new Served(node, port, key);
    } catch (Exception e) {
      node.close();
      throw e;
    }
  }

  private static boolean has(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private String run(String... command) throws IOException, InterruptedException {
    return run(local, command);
  }

  /** Runs a program, which has to succeed. */
  private String run(Path folder, String... command) throws IOException, InterruptedException {
    Path said = Files.createTempFile(local, "said", "");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.environment().put("HOME", local.toString());
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS))
          .as("%s ends", List.of(command))
          .isTrue();
      String output = Files.readString(said);
      assertThat(process.exitValue()).as("%s: %s", List.of(command), output).isZero();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  private List<String> options(Served served) {
    List<String> options = new ArrayList<>();
    for (String option :
        List.of(
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "IdentitiesOnly=yes",
            "LogLevel=ERROR",
            "IdentityFile=" + served.key())) {
      options.add("-o");
      options.add(option);
    }
    return options;
  }

  @Test
  void aProgramWithParamiko(LiveNodes.Grids grids) throws Exception {
    String python = "/usr/bin/python3";
    assumeTrue(
        Files.isExecutable(Path.of(python))
            && new ProcessBuilder(python, "-c", "import paramiko").start().waitFor() == 0,
        "paramiko is not installed (python3-paramiko)");
    try (Served served = serve(grids, "for-paramiko")) {
      Path script = local.resolve("script.py");
      try (InputStream in = getClass().getResourceAsStream("sftp_with_paramiko.py")) {
        Files.copy(in, script);
      }
      assertThat(
              run(
                  python,
                  script.toString(),
                  Integer.toString(served.port()),
                  USER,
                  served.key().toString()))
          .contains("done");
    }
  }

  @Test
  void theSftpOfOpenSsh(LiveNodes.Grids grids) throws Exception {
    assumeTrue(has("sftp"), "sftp is not installed (openssh-client)");
    try (Served served = serve(grids, "for-sftp")) {
      byte[] contents = new Payload(3_000_000, 9_100).bytes(0, 3_000_000);
      Files.write(local.resolve("file"), contents);
      Files.createDirectories(local.resolve("tree/below"));
      Files.writeString(local.resolve("tree/below/naïve"), "small");
      Path batch =
          Files.writeString(
              local.resolve("batch"),
              """
              pwd
              mkdir folder
              put file folder/file
              put -r tree
              ls -l folder
              rename folder/file moved
              get moved back
              get -r tree copied
              rm moved
              rmdir folder
              ls
              df -h
              """);
      List<String> command = new ArrayList<>(List.of("sftp", "-q", "-P", "" + served.port()));
      command.addAll(options(served));
      command.addAll(List.of("-b", batch.toString(), USER + "@127.0.0.1"));
      String said = run(command.toArray(String[]::new));
      assertThat(said).contains("Remote working directory: /", "3000000", "tree");
      assertThat(local.resolve("back")).hasBinaryContent(contents);
      assertThat(local.resolve("copied/below/naïve")).hasContent("small");
    }
  }

  @Test
  void aMountWithSshfs(LiveNodes.Grids grids) throws Exception {
    assumeTrue(has("sshfs"), "sshfs is not installed");
    assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "there is no /dev/fuse to be used");
    try (Served served = serve(grids, "for-sshfs")) {
      Path mount = Files.createDirectory(local.resolve("mount"));
      List<String> command = new ArrayList<>(List.of("sshfs", "-p", "" + served.port()));
      command.addAll(options(served));
      // Else everything is root's, and git does not trust it.
      command.addAll(List.of("-o", "uid=" + Files.getAttribute(mount, "unix:uid")));
      command.addAll(List.of(USER + "@127.0.0.1:", mount.toString()));
      run(command.toArray(String[]::new));
      try {
        archives(mount);
        replacements(mount);
        if (has("git")) {
          repositories(mount);
        }
      } finally {
        run("fusermount3", "-u", "-z", mount.toString());
      }
    }
  }

  private void archives(Path mount) throws Exception {
    Path tree = local.resolve("archived");
    for (int i = 0; i < 12; i++) {
      Path file = tree.resolve("d%d/file%d".formatted(i % 3, i));
      Files.createDirectories(file.getParent());
      Files.write(file, new Payload(100L + 9_000 * i, 9_200 + i).bytes(0, 100 + 9_000 * i));
    }
    run("tar", "-cf", "archive.tar", "archived");
    run(mount, "tar", "-xf", local.resolve("archive.tar").toString());
    run("diff", "-r", "archived", mount.resolve("archived").toString());
  }

  private void replacements(Path mount) throws Exception {
    Path file = Files.writeString(mount.resolve("config"), "old");
    try (InputStream open = Files.newInputStream(file)) {
      Files.writeString(mount.resolve("config.new"), "new");
      Files.move(
          mount.resolve("config.new"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      assertThat(new String(open.readAllBytes(), StandardCharsets.UTF_8)).isIn("old", "new");
    }
    assertThat(file).hasContent("new");
    try (Stream<Path> names = Files.list(mount)) {
      assertThat(names.map(name -> name.getFileName().toString())).contains("config");
    }
  }

  private void repositories(Path mount) throws Exception {
    Path origin = local.resolve("origin");
    run("git", "init", "-q", origin.toString());
    for (int i = 0; i < 3; i++) {
      Files.writeString(origin.resolve("file" + i), "contents " + i);
      run(origin, "git", "add", ".");
      run(
          origin,
          "git",
          "-c",
          "user.name=Fred",
          "-c",
          "user.email=fred@example.org",
          "commit",
          "-q",
          "-m",
          "change " + i);
    }
    Path clone = mount.resolve("clone");
    run("git", "clone", "-q", "--no-hardlinks", origin.toString(), clone.toString());
    run(clone, "git", "fsck", "--full");
    assertThat(run(clone, "git", "status", "--porcelain")).isEmpty();
  }
}
