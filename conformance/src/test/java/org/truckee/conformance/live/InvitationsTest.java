package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.bench.nodes.ReferenceProgram;
import org.truckee.cli.Main;
import org.truckee.cli.command.Streams;
import org.truckee.cli.command.Surroundings;
import org.truckee.wormhole.MailboxServer;

/** Invitations between both programs, of which the reference has its own wormhole library. */
@Tag("live")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class InvitationsTest {
  private static final String FURL =
      "pb://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@tcp:127.0.0.1:3/introducer";
  private static final String CODE_LINE = "Invite Code for client: ";
  private static final long TIME_LIMIT_SECONDS = 120;

  @TempDir private Path temp;
  private MailboxServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = MailboxServer.start();
    Path secrets = Files.createDirectories(temp.resolve("inviter/private"));
    Files.writeString(temp.resolve("inviter/tahoe-client.tac"), "");
    Files.writeString(
        temp.resolve("inviter/tahoe.cfg"),
        "[client]\nshares.needed = 2\nshares.happy = 3\nshares.total = 4\n");
    Files.writeString(
        secrets.resolve("introducers.yaml"),
        "introducers:\n  default:\n    furl: %s\n".formatted(FURL));
  }

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  private List<String> arguments(String... more) {
    List<String> all = new ArrayList<>(List.of("--wormhole-server=" + server.url()));
    all.addAll(List.of(more));
    return all;
  }

  private Process reference(String... more) throws IOException {
    Path python = ReferenceProgram.find().environment().resolve("bin/python");
    List<String> command = new ArrayList<>(List.of(python.toString(), "-m", "allmydata"));
    command.addAll(arguments(more));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONUNBUFFERED", "1");
    return builder.start();
  }

  private int truckee(OutputStream out, OutputStream err, String... more) {
    Streams streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return Main.run(arguments(more), streams, new Surroundings(temp, temp, Map.of()));
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** Reads on until the code is told. */
  private static String code(BufferedReader out) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(CODE_LINE)) {
        return line.substring(CODE_LINE.length()).strip();
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("no code was told: " + said);
  }

  @Test
  void theReferenceInvitesUs() throws Exception {
    Path node = temp.resolve("joined");
    Process inviter =
        reference("--node-directory", temp.resolve("inviter").toString(), "invite", "bob");
    try {
      BufferedReader out = reader(inviter.getInputStream());
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int status =
          truckee(
              OutputStream.nullOutputStream(),
              err,
              "create-client",
              "--join",
              code(out),
              node.toString());
      assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isZero();
      assertThat(out.lines().toList()).contains("Completed successfully");
      assertThat(inviter.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(inviter.exitValue()).isZero();
    } finally {
      inviter.destroyForcibly();
    }
    assertThat(node.resolve("tahoe.cfg"))
        .content()
        .contains("nickname = bob\n", "shares.needed = 2\n", "shares.happy = 3\n")
        .contains("shares.total = 4\n");
    assertThat(node.resolve("private/introducers.yaml")).content().contains(FURL);
  }

  /** What it writes of the numbers of shares is a defect of its own ({@code spec/09 §12.1}). */
  @Test
  void weInviteTheReference() throws Exception {
    Path node = temp.resolve("joined");
    PipedInputStream told = new PipedInputStream(1 << 16);
    PipedOutputStream out = new PipedOutputStream(told);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    FutureTask<Integer> inviter =
        new FutureTask<>(
            () -> {
              try (out) {
                return truckee(
                    out, err, "-d", temp.resolve("inviter").toString(), "invite", "carol");
              }
            });
    Thread.ofPlatform().daemon().start(inviter);
    Process joining = reference("create-client", "--join", code(reader(told)), node.toString());
    try {
      List<String> said = reader(joining.getInputStream()).lines().toList();
      assertThat(joining.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(joining.exitValue()).as(String.join("\n", said)).isZero();
    } finally {
      joining.destroyForcibly();
    }
    assertThat(inviter.get(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)).as(err.toString()).isZero();
    assertThat(node.resolve("tahoe.cfg")).content().contains("nickname = carol\n");
    assertThat(node.resolve("private/introducers.yaml")).content().contains(FURL);
  }
}
