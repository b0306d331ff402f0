package org.truckee.cli.invite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.cli.RunningProgram;
import org.truckee.cli.command.Surroundings;
import org.truckee.wormhole.Code;
import org.truckee.wormhole.MailboxServer;
import org.truckee.wormhole.Wormhole;

/** Both ends of an invitation, and what each says of another end that is not what it should be. */
@Timeout(120)
class InviteTest {
  private static final String FURL =
      "pb://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@tcp:127.0.0.1:3/introducer";
  private static final String APPLICATION = "tahoe-lafs.org/invite";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temp;
  private MailboxServer server;

  @BeforeEach
  void start() throws Exception {
    server = MailboxServer.start();
    Path inviter = Files.createDirectories(temp.resolve("inviter/private"));
    Files.writeString(temp.resolve("inviter/tahoe-client.tac"), "");
    Files.writeString(
        temp.resolve("inviter/tahoe.cfg"),
        "[client]\nshares.needed = 2\nshares.happy = 3\nshares.total = 4\n");
    Files.writeString(
        inviter.resolve("introducers.yaml"),
        "introducers:\n  grid:\n    furl: %s\n".formatted(FURL));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private RunningProgram program() {
    return new RunningProgram().in(new Surroundings(temp, temp, Map.of()));
  }

  private String[] arguments(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("--wormhole-server=" + server.url(), "-d", temp.resolve("inviter").toString()));
    if (more[0].startsWith("create")) {
      all.subList(1, 3).clear();
    }
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** An inviter that has told its code. */
  private final class Inviter {
    private final List<String> lines = new ArrayList<>();
    private final RunningProgram program = program();
    private final FutureTask<RunningProgram> ended;
    private final BufferedReader out;

    Inviter(String... more) throws Exception {
      PipedInputStream in = new PipedInputStream(1 << 16);
      PipedOutputStream target = new PipedOutputStream(in);
      out = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      ended =
          new FutureTask<>(
              () -> {
                try (target) {
                  return program.withOutputTo(target).run(arguments(more));
                }
              });
      Thread.ofPlatform().daemon().start(ended);
    }

    String code() throws Exception {
      String line = "";
      while (!line.startsWith("Invite Code for client: ")) {
        line = out.readLine();
        lines.add(line);
      }
      return line.substring(line.lastIndexOf(' ') + 1);
    }

    RunningProgram end() throws Exception {
      out.lines().forEach(lines::add);
      return ended.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void anInvitedNodeKnowsItsGrid() throws Exception {
    Inviter inviter = new Inviter("invite", "--shares-total", "5", "bob");
    String code = inviter.code();
    Path node = temp.resolve("bob");
    RunningProgram joined =
        program().run(arguments("create-client", "--join", code, node.toString()));
    assertThat(joined.err()).isEmpty();
    assertThat(joined.status()).isZero();
    assertThat(joined.out())
        .isEqualTo(
            """
            Opening wormhole with code '%s'
            Connecting to '%s'
            Connected to wormhole server
              received server introduction
              received configuration
            Encoding: 2 of 5 shares, on at least 3 servers
            Overriding the following config:
              introducer: [sensitive data; see tahoe.cfg]
              nickname: bob
            Node created in '%s'
            """
                .formatted(code, server.url(), node));
    assertThat(inviter.end().status()).isZero();
    assertThat(inviter.lines)
        .containsExactly(
            "Connecting to '%s'...".formatted(server.url()),
            "Connected to wormhole server",
            "Invite Code for client: " + code,
            "  received client introduction",
            "  transmitting configuration",
            "Completed successfully");
    assertThat(node.resolve("tahoe.cfg"))
        .content()
        .contains("nickname = bob\n", "shares.needed = 2\n", "shares.happy = 3\n")
        .contains("shares.total = 5\n");
    assertThat(node.resolve("private/introducers.yaml")).content().contains(FURL);
    assertThat(server.seen()).doesNotContain("introducer", "bob");
  }

  @Test
  void aServerIsInvitedAndTheCodeComesByStandardInput() throws Exception {
    Inviter inviter = new Inviter("invite", "carol");
    byte[] code = inviter.code().getBytes(StandardCharsets.UTF_8);
    Path node = temp.resolve("carol");
    RunningProgram joined =
        program()
            .withInput(code)
            .run(
                arguments(
                    "create-node",
                    "--join=-",
                    "--port=tcp:4999",
                    "--location=tcp:127.0.0.1:4999",
                    node.toString()));
    assertThat(joined.status()).as(joined.err()).isZero();
    assertThat(node.resolve("tahoe.cfg"))
        .content()
        .contains("nickname = carol\n", "tub.port = tcp:4999\n", "enabled = true\n");
    assertThat(inviter.end().status()).isZero();
  }

  @Test
  void aWrongCodeMakesNoNode() throws Exception {
    Inviter inviter = new Inviter("invite", "bob");
    String wrong = inviter.code().replaceAll("-.*", "-wrong-words");
    Path node = temp.resolve("bob");
    RunningProgram joined =
        program().run(arguments("create-client", "--join", wrong, node.toString()));
    assertThat(joined.status()).isOne();
    assertThat(joined.err()).contains("another code").contains("try again");
    assertThat(node).doesNotExist();
    RunningProgram ended = inviter.end();
    assertThat(ended.status()).isOne();
    assertThat(ended.err()).contains("another code");
  }

  private Wormhole connect() throws Exception {
    return Wormhole.connect(server.url(), APPLICATION, new SecureRandom());
  }

  private static JsonNode json(String text) throws Exception {
    return JSON.readTree(text.replace('\'', '"'));
  }

  @Test
  void anEndThatIsNoNewNodeIsToldNothing() throws Exception {
    Inviter inviter = new Inviter("invite", "bob");
    try (Wormhole other = connect()) {
      other.take(Code.parse(inviter.code()));
      other.agree(PATIENCE);
      other.send(json("{'abilities': {'client-v9': {}}}"));
      RunningProgram ended = inviter.end();
      assertThat(ended.status()).isOne();
      assertThat(ended.err()).isEqualTo("No 'client-v1' in abilities from client\n");
    }
    assertThat(inviter.lines).doesNotContain("  transmitting configuration");
  }

  private RunningProgram joinedTo(String introduction, String configuration) throws Exception {
    try (Wormhole inviter = connect()) {
      String code = inviter.allocate().text();
      FutureTask<RunningProgram> joined =
          new FutureTask<>(
              () ->
                  program()
                      .run(
                          arguments(
                              "create-client", "--join", code, temp.resolve("new").toString())));
      Thread.ofPlatform().daemon().start(joined);
      inviter.agree(PATIENCE);
      inviter.send(json(introduction));
      inviter.send(json(configuration));
      return joined.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void anEndThatIsNoInviterIsNotBelieved() throws Exception {
    RunningProgram joined = joinedTo("{'hello': 1}", "{}");
    assertThat(joined.status()).isOne();
    assertThat(joined.err()).isEqualTo("  Expected 'abilities' in server introduction\n");
    assertThat(temp.resolve("new")).doesNotExist();
  }

  @Test
  void settingsThatMakeNoSenseMakeNoNode() throws Exception {
    String introduction = "{'abilities': {'server-v1': {}}}";
    for (String configuration :
        List.of(
            "{}",
            "[]",
            "{'shares-needed': '3', 'shares-happy': 'x', 'shares-total': '10'}",
            "{'shares-needed': 9, 'shares-happy': 2, 'shares-total': 3}",
            "{'shares-needed': 1, 'shares-happy': 1, 'shares-total': 1, 'nickname': 'a\\nb'}",
            "{'shares-needed': 1, 'shares-happy': 1, 'shares-total': 1, 'introducer': 'x'}")) {
      RunningProgram joined = joinedTo(introduction, configuration);
      assertThat(joined.status()).as(configuration).isOne();
      assertThat(joined.err()).startsWith("error: ").doesNotContain("defect");
      assertThat(temp.resolve("new")).doesNotExist();
    }
    RunningProgram joined =
        joinedTo(
            introduction,
            "{'shares-needed': 1, 'shares-happy': '1', 'shares-total': 2, 'nickname': null}");
    assertThat(joined.status()).as(joined.err()).isZero();
    assertThat(temp.resolve("new/tahoe.cfg")).content().contains("shares.total = 2\n");
  }
}
