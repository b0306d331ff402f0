package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.bench.nodes.Payload;
import org.truckee.bench.nodes.RunningNode;
import org.truckee.bench.nodes.WebApi;

/** Other people's clients of SFTP before a node of ours ({@code spec/11}, part A). */
@Tag("live")
@ExtendWith(LiveNodes.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class SftpClientsTest {
  private static final String USER = "alice";
  private static final long TIME_LIMIT_SECONDS = 180;
  private static final String PYTHON = "/usr/bin/python3";

  /** What a client has written for certain before it is killed. */
  private static final int DYING_BYTES = 300_000;

  /** One node for all tests, each with names of its own: most of the time goes into its start. */
  @TempDir private static Path shared;

  private static Optional<Served> running = Optional.empty();

  @TempDir private Path local;

  /**
   * A node that serves SFTP.
   *
   * @param root the directory of the account
   */
  private record Served(RunningNode node, String root, int port, Path key) {}

  private static Served serve(LiveNodes.Grids grids) throws Exception {
    assumeTrue(has("ssh-keygen"), "ssh-keygen is not installed (openssh-client)");
    if (running.isEmpty()) {
      RunningNode node = grids.servedBy(Program.TRUCKEE).startClient("for-sftp", Program.TRUCKEE);
      String root = node.awaitServers(SharedGrid.SERVERS).makeDirectory("sdmf");
      Path key = shared.resolve("user");
      // Old clients know no other kind.
      run(shared, "ssh-keygen", "-q", "-t", "rsa", "-m", "PEM", "-N", "", "-f", key.toString());
      Path host = node.directory().path().resolve("private/host");
      run(shared, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", host.toString());
      String open = Files.readString(shared.resolve("user.pub")).strip();
      int port = node.directory().serveSftp("%s %s %s".formatted(USER, open, root));
      node.startAgain(Program.TRUCKEE.forLargeFiles());
      running = Optional.of(new Served(node, root, port, key));
    }
    running.get().node().awaitServers(SharedGrid.SERVERS);
    return running.get();
  }

  @AfterAll
  static void stop() {
    running.ifPresent(served -> served.node().close());
    running = Optional.empty();
  }

  private static boolean has(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private String run(String... command) throws IOException, InterruptedException {
    return run(local, command);
  }

  /** Runs a program, which has to succeed. */
  private static String run(Path folder, String... command)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile(shared, "said", "");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.environment().put("HOME", shared.toString());
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

  private static List<String> options(Served served) {
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
    assumeTrue(
        Files.isExecutable(Path.of(PYTHON))
            && new ProcessBuilder(PYTHON, "-c", "import paramiko").start().waitFor() == 0,
        "paramiko is not installed (python3-paramiko)");
    Served served = serve(grids);
    assertThat(run(withParamiko(served))).contains("done");
    // The same once more, and in the middle of a file the program is killed.
    List<String> command = new ArrayList<>(List.of(withParamiko(served)));
    command.add("dying");
    Process dying =
        new ProcessBuilder(command).redirectError(shared.resolve("dying").toFile()).start();
    try (BufferedReader said = dying.inputReader()) {
      assertThat(said.readLine()).as("it writes and waits").isEqualTo("written");
    } finally {
      dying.destroyForcibly();
    }
    awaitBeginning(served, "dying", DYING_BYTES);
    assertThat(run(withParamiko(served))).as("nothing is left that is in the way").contains("done");
  }

  private String[] withParamiko(Served served) throws IOException {
    Path script = local.resolve("script.py");
    try (InputStream in = getClass().getResourceAsStream("sftp_with_paramiko.py")) {
      Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
    }
    return new String[] {
      PYTHON, script.toString(), "" + served.port(), USER, served.key().toString()
    };
  }

  /**
   * What a client had written when it died comes into the grid; until then there is nothing, or the
   * empty file that holds its name.
   */
  private static void awaitBeginning(Served served, String name, int count) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIME_LIMIT_SECONDS);
    byte[] stored = {};
    while (stored.length == 0) {
      assertThat(System.nanoTime()).as("time is left").isLessThan(deadline);
      try {
        stored = served.node().web().getChild(served.root(), name);
      } catch (WebApi.WebException e) {
        assertThat(e.status()).as(e.getMessage()).isEqualTo(404);
      }
    }
    assertThat(stored).hasSizeGreaterThanOrEqualTo(count).containsOnly('x');
  }

  @Test
  void theSftpOfOpenSsh(LiveNodes.Grids grids) throws Exception {
    assumeTrue(has("sftp"), "sftp is not installed (openssh-client)");
    Served served = serve(grids);
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

  /** Its back end wants a listing, times, a rename of what it has written, and hashes by ssh. */
  @Test
  void theSftpBackEndOfRclone(LiveNodes.Grids grids) throws Exception {
    assumeTrue(has("rclone"), "rclone is not installed");
    Served served = serve(grids);
    Path tree = someFiles("rcloned");
    String remote =
        ":sftp,host=127.0.0.1,port=%d,user=%s,key_file=%s:rcloned"
            .formatted(served.port(), USER, served.key());
    rclone("copy", tree.toString(), remote);
    rclone("check", "--download", tree.toString(), remote);
    Files.write(tree.resolve("d0/file0"), new Payload(777, 9_400).bytes());
    Files.delete(tree.resolve("d1/file1"));
    rclone("sync", tree.toString(), remote);
    rclone("moveto", remote + "/d2/file2", remote + "/d2/ünder another name");
    rclone("copy", remote, local.resolve("back").toString());
    Files.move(tree.resolve("d2/file2"), tree.resolve("d2/ünder another name"));
    run("diff", "-r", tree.toString(), local.resolve("back").toString());
    rclone("purge", remote);
    assertThat(served.node().web().children(served.root())).doesNotContain("rcloned");
  }

  private void rclone(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("rclone", "--config", "/dev/null", "--retries", "1"));
    command.addAll(List.of(arguments));
    run(command.toArray(String[]::new));
  }

  @Test
  void aMountWithSshfs(LiveNodes.Grids grids) throws Exception {
    assumeTrue(has("sshfs"), "sshfs is not installed");
    assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "there is no /dev/fuse to be used");
    Served served = serve(grids);
    Path mount = Files.createDirectory(local.resolve("mount"));
    List<String> command = new ArrayList<>(List.of("sshfs", "-f", "-p", "" + served.port()));
    command.addAll(options(served));
    // Else everything is root's, and git does not trust it.
    command.addAll(List.of("-o", "uid=" + Files.getAttribute(mount, "unix:uid")));
    command.addAll(List.of(USER + "@127.0.0.1:", mount.toString()));
    Process mounted =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(local.resolve("sshfs").toFile())
            .start();
    try {
      awaitMount(mounted, mount);
      archives(mount);
      replacements(mount);
      if (has("git")) {
        repositories(mount);
      }
      try (FileChannel half =
          FileChannel.open(
              mount.resolve("half"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        half.write(ByteBuffer.wrap("x".repeat(DYING_BYTES).getBytes(StandardCharsets.US_ASCII)));
        half.force(false);
        mounted.destroyForcibly().waitFor();
      } catch (IOException e) {
        // The mount is gone, and closing a file of it fails.
        assertThat(mounted.isAlive()).isFalse();
      }
      awaitBeginning(served, "half", DYING_BYTES);
    } finally {
      mounted.destroyForcibly();
      run("fusermount3", "-u", "-z", mount.toString());
    }
  }

  /** What is mounted is another device than the directory in which it is. */
  private void awaitMount(Process sshfs, Path mount) throws Exception {
    Object around = Files.getAttribute(local, "unix:dev");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIME_LIMIT_SECONDS);
    while (Files.getAttribute(mount, "unix:dev").equals(around)) {
      String said = Files.readString(local.resolve("sshfs"));
      assertThat(sshfs.isAlive()).as("sshfs runs, and says: %s", said).isTrue();
      assertThat(System.nanoTime()).as("time is left; sshfs says: %s", said).isLessThan(deadline);
      sshfs.waitFor(20, TimeUnit.MILLISECONDS);
    }
  }

  private Path someFiles(String name) throws IOException {
    Path tree = local.resolve(name);
    for (int i = 0; i < 12; i++) {
      Path file = tree.resolve("d%d/file%d".formatted(i % 3, i));
      Files.createDirectories(file.getParent());
      Files.write(file, new Payload(100L + 9_000 * i, 9_200 + i).bytes(0, 100 + 9_000 * i));
    }
    return tree;
  }

  private void archives(Path mount) throws Exception {
    someFiles("archived");
    run("tar", "-cf", "archive.tar", "archived");
    run(mount, "tar", "-xf", local.resolve("archive.tar").toString());
    run("diff", "-r", "archived", mount.resolve("archived").toString());
  }

  private void replacements(Path mount) throws Exception {
    Path file = Files.writeString(mount.resolve("config"), "old");
    try (InputStream open = Files.newInputStream(file)) {
      Files.writeString(mount.resolve("config.new"), "new");
      Files.move(mount.resolve("config.new"), file, StandardCopyOption.REPLACE_EXISTING);
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
      commit(origin, "change " + i);
    }
    Path clone = mount.resolve("clone");
    run("git", "clone", "-q", "--no-hardlinks", origin.toString(), clone.toString());
    run(clone, "git", "fsck", "--full");
    assertThat(run(clone, "git", "status", "--porcelain")).isEmpty();
    // What git stores is read-only from the beginning.
    Files.writeString(clone.resolve("of our own"), "contents");
    commit(clone, "made in the grid");
    run(clone, "git", "fsck", "--full");
    assertThat(run(clone, "git", "log", "--format=%s")).startsWith("made in the grid\nchange 2\n");
  }

  private void commit(Path repository, String message) throws Exception {
    run(repository, "git", "add", ".");
    run(
        repository,
        "git",
        "-c",
        "user.name=Fred",
        "-c",
        "user.email=fred@example.org",
        "commit",
        "-q",
        "-m",
        message);
  }
}
