package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.truckee.wire.network.i2p.ScriptedSam;
import org.truckee.wire.network.tor.ScriptedTor;

class CreateCommandTest {
  private static final String FURL =
      "pb://sokzwgcxjyqrqclcrrt5uzgpmxyeekh4@tcp:192.0.2.1:3457/introducer";

  @TempDir Path temp;

  private static RunningProgram run(String... arguments) {
    return new RunningProgram().run(arguments);
  }

  private Path directory() {
    return temp.resolve("node");
  }

  private String configuration() throws Exception {
    return Files.readString(directory().resolve("tahoe.cfg"));
  }

  @Test
  void aNodeIsMadeAsItIsAskedFor() throws Exception {
    RunningProgram program =
        run(
            "create-node",
            "--nickname=frëd 100%",
            "--introducer=" + FURL,
            "--port=tcp:3457",
            "--location=tcp:node.example.net:3457",
            "--webport=none",
            "--shares-needed=2",
            "--shares-happy=3",
            "--shares-total=4",
            "--storage-dir=/srv/shares",
            directory().toString());
    assertThat(program.err()).isEmpty();
    assertThat(program.out())
        .startsWith("Node created in '%s'\n Warning: ".formatted(directory()))
        .contains("node.example.net")
        .hasLineCount(2);
    assertThat(configuration())
        .contains("nickname = frëd 100%%\n")
        .contains("web.port = \n")
        .contains("tub.port = tcp:3457\n")
        .contains("tub.location = tcp:node.example.net:3457\n")
        .contains("shares.needed = 2\nshares.happy = 3\nshares.total = 4\n")
        .contains("enabled = true\n")
        .contains("storage_dir = /srv/shares\n");
    assertThat(Files.readString(directory().resolve("private/introducers.yaml")))
        .isEqualTo("introducers:\n  default:\n    furl: %s\n".formatted(FURL));
    assertThat(directory().resolve("tahoe-client.tac")).exists();
  }

  /** As the lines of {@code tahoe.cfg} say it. */
  @Test
  void aNodeThatNobodyReachesMayBeAskedForInTheWordsOfItsConfiguration() throws Exception {
    RunningProgram program =
        run(
            "create-node",
            "--port=disabled",
            "--location=disabled",
            "--webport=",
            directory().toString());
    assertThat(program.err()).isEmpty();
    assertThat(program.status()).isZero();
    assertThat(configuration())
        .contains("web.port = \n")
        .contains("tub.port = disabled\n")
        .contains("tub.location = disabled\n");
  }

  @Test
  void whatIsStillMissingIsSaid() {
    RunningProgram program = run("create-client", "-C", directory().toString());
    assertThat(program.status()).isZero();
    assertThat(program.out())
        .isEqualTo(
            """
            Node created in '%1$s'
             Please add introducers to '%1$s/private/introducers.yaml'!
             The node cannot connect to a grid without it.
             Please set [node]nickname= in '%1$s/tahoe.cfg'
            """
                .formatted(directory()));
  }

  @Test
  void aClientIsReachedByNobodyAndKeepsNothing() throws Exception {
    run("-d", directory().toString(), "create-client");
    assertThat(configuration())
        .contains("tub.port = disabled\ntub.location = disabled\n")
        .contains("web.port = tcp:3456:interface=127.0.0.1\n")
        .containsPattern("\\[storage\\]\n.*\nenabled = false\n");
  }

  @Test
  void anIntroducerHasNoSectionsForClients() throws Exception {
    RunningProgram program =
        run("create-introducer", "--hostname=intro.example.net", directory().toString());
    assertThat(program.out()).startsWith("Introducer created in '%s'\n".formatted(directory()));
    assertThat(configuration())
        .containsPattern("tub.port = tcp:\\d+\ntub.location = tcp:intro.example.net:\\d+\n")
        .doesNotContain("[client]", "[storage]", "[helper]");
    assertThat(directory().resolve("tahoe-introducer.tac")).exists();
  }

  @ParameterizedTest
  @CsvSource({
    "tor, --tor-control-port=tcp:tor.example:9051",
    "i2p, --i2p-sam-port=tcp:i2p.example:7656",
  })
  void whoHidesLooksNoNamesUp(String network, String option) {
    RunningProgram program =
        run("create-node", "--hide-ip", "--listen=" + network, option, directory().toString());
    assertThat(program.status()).isOne();
    assertThat(program.err()).contains("is a name, and to look it up would reveal this machine");
    assertThat(directory().resolve("tahoe.cfg")).doesNotExist();
  }

  @Test
  void aNodeThatHidesIsReachedThroughTorAndI2p() throws Exception {
    try (ScriptedTor tor = new ScriptedTor("COOKIE", temp);
        ScriptedSam i2p = new ScriptedSam()) {
      RunningProgram program =
          run(
              "create-node",
              "--hide-ip",
              "--listen=tor,i2p",
              "--nickname=n",
              "--introducer=" + FURL,
              "--tor-control-port=tcp:127.0.0.1:" + tor.control().getPort(),
              "--i2p-sam-port=tcp:127.0.0.1:" + i2p.address().getPort(),
              directory().toString());
      assertThat(program.err()).isEmpty();
      assertThat(program.out())
          .startsWith(
              """
              connecting to Tor (to allocate .onion address)..
              Tor connection established
              """)
          .endsWith("Node created in '%s'\n".formatted(directory()));
      Path key = directory().resolve("private/tor_onion.privkey");
      assertThat(configuration())
          .contains("[connections]\ntcp = tor\n", "reveal-IP-address = false\n")
          .containsPattern("tub.port = listen:i2p,tcp:[0-9]+:interface=127.0.0.1\n")
          .containsPattern(
              "tub.location = i2p:[a-z2-7]{52}.b32.i2p:3457,tor:[a-z2-7]{56}.onion:3457")
          .contains("[tor]\ncontrol.port = tcp:127.0.0.1:" + tor.control().getPort())
          .containsPattern("onion = true\nonion.local_port = [0-9]+\nonion.external_port = 3457\n")
          .contains("onion.private_key_file = private/tor_onion.privkey\n")
          .contains("dest.private_key_file = private/i2p_dest.privkey\n");
      assertThat(configuration())
          .contains("tor:" + ScriptedTor.idOf(Files.readString(key)) + ".onion:3457");
      assertThat(Files.getPosixFilePermissions(key)).hasSize(2);
      assertThat(directory().resolve("private/i2p_dest.privkey")).isNotEmptyFile();
    }
  }

  @Test
  void whoCannotReachTorMakesNoNode() {
    RunningProgram program =
        run(
            "create-node",
            "--listen=tor",
            "--tor-control-port=unix:" + temp.resolve("nobody"),
            directory().toString());
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.out()).contains("Unable to reach Tor at 'unix:");
    assertThat(program.err()).contains("unable to reach Tor at 'unix:");
    assertThat(directory()).doesNotExist();
  }

  @Test
  void nothingIsClobbered() throws Exception {
    Files.createDirectories(directory());
    Files.writeString(directory().resolve("thesis.txt"), "mine");
    RunningProgram program = run("create-client", directory().toString());
    assertThat(program.status()).isEqualTo(255);
    assertThat(program.err())
        .isEqualTo(
            """
            The base directory '%s' is not empty.
            To avoid clobbering anything, I am going to quit now.
            Please use a different directory, or empty this one.
            """
                .formatted(directory()));
    assertThat(directory().resolve("tahoe.cfg")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create-node D | --listen=tcp requires --hostname=",
        "create-node --listen=tcp,none D | --listen=tcp requires --hostname=",
        "create-node --listen=tor --port=disabled --location=disabled D |"
            + " --port=disabled means that nobody reaches the node: leave out --listen",
        "create-node --port=tcp:1 D | --port must be used with --location",
        "create-node --location=tcp:h:1 D | --location must be used with --port",
        "create-node --port=tcp:1 --location=tcp:h:1 --hostname=h D |"
            + " --hostname cannot be used with --location/--port",
        "create-node --listen=none --hostname=h D |"
            + " --hostname cannot be used when --listen=none",
        "create-node --listen=none --port=tcp:1 --location=tcp:h:1 D |"
            + " --port/--location cannot be used when --listen=none",
        "create-node --listen=pigeon D | --listen= must be one/some of: i2p, none, tcp, tor",
        "create-node --listen=tor --hostname=h D | --listen= must be tcp to use --hostname",
        "create-node --hostname=h --tor-launch D | --tor-launch requires --listen=tor",
        "create-node --hostname=h --tor-control-port=tcp:127.0.0.1:1 D |"
            + " --tor-control-port= requires --listen=tor",
        "create-node --listen=tor --tor-launch --tor-control-port=tcp:127.0.0.1:1 D |"
            + " use either --tor-launch or --tor-control-port=, not both",
        "create-node --listen=tor --tor-control-port=9051 D | cannot be used",
        "create-node --hostname=h --i2p-sam-port=tcp:127.0.0.1:1 D |"
            + " --i2p-sam-port= requires --listen=i2p",
        "create-node --listen=i2p --i2p-launch D | --i2p-launch is under development",
        "create-node --hostname=a/b D | --hostname must be a name or an address",
        "create-client --shares-needed=few D | --shares-needed must be an integer",
        "create-client --webport=unix:/x D | --webport=unix:/x cannot be used",
        "create-client -C D D | option and a basedir argument cannot both be used.",
        "create-introducer --hostname=h | No default basedir available",
        "-d D create-node --hostname=h -C D |"
            + " --node-directory (or -d) and --basedir (or -C) options cannot both be used."
      })
  void whatMakesNoSenseIsAUsageError(String command, String text) {
    String[] words = command.strip().split(" ");
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].equals("D") ? directory().toString() : words[i];
    }
    RunningProgram program = run(words);
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.out()).contains(text.strip());
    assertThat(directory()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"--shares-needed=11", "--shares-happy=11", "--introducer=somewhere"})
  void whatCannotBeFollowedIsAnError(String option) {
    RunningProgram program = run("create-client", option, directory().toString());
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.err()).startsWith("error: ");
    assertThat(directory()).doesNotExist();
  }

  @Test
  void onlyWhatIsANodeIsRun() throws Exception {
    RunningProgram missing = run("run", directory().toString());
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err())
        .isEqualTo("'%s' does not look like a directory at all\n".formatted(directory()));
    Files.createDirectories(directory());
    RunningProgram empty = run("run", directory().toString());
    assertThat(empty.status()).isEqualTo(1);
    assertThat(empty.err()).contains("is not a recognizable node directory");
    assertThat(empty.out()).isEqualTo("'truckee run' in '%s'\n".formatted(directory()));
  }
}
