package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.cli.command.Surroundings;
import org.truckee.firstgen.node.OldEmbeddedGrid;
import org.truckee.firstgen.node.OldNodeOptions;
import org.truckee.node.EmbeddedGrid;
import org.truckee.node.NodeResources;

/** The commands for grids of 2007 against one, and its migration into a grid of today. */
class FirstgenCommandsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path temp;
  private static Path oldFolder;
  private static OldEmbeddedGrid old;

  @BeforeAll
  static void startGrid() throws Exception {
    oldFolder = temp.resolve("old");
    old = OldEmbeddedGrid.start(oldFolder, 2, 0, OldNodeOptions.defaults().onLoopback());
    assertThat(old.clients().getFirst().peers().await(2, PATIENCE)).isTrue();
    assertThat(old.clients().getFirst().drive().awaitPrivateRoot(PATIENCE)).isTrue();
  }

  @AfterAll
  static void stopGrid() {
    old.close();
  }

  private static RunningProgram run(byte[] input, Path node, String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "-d";
    all[1] = node.toString();
    all[2] = "firstgen";
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return new RunningProgram().withInput(input).run(all);
  }

  private static RunningProgram run(String... arguments) {
    return run(new byte[0], oldFolder.resolve("client-0"), arguments);
  }

  private static byte[] contents(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static String put(int length, String... place) throws Exception {
    Path source = Files.write(temp.resolve("source"), contents(length));
    String[] arguments = new String[place.length + 2];
    arguments[0] = "put";
    arguments[1] = source.toString();
    System.arraycopy(place, 0, arguments, 2, place.length);
    RunningProgram put = run(arguments);
    assertThat(put.status()).as(put.err()).isZero();
    return put.out().strip();
  }

  @Test
  void whatIsPutComesBackAndIsListed() throws Exception {
    String uri = put(100_000);
    assertThat(uri).startsWith("URI:CHK:");
    assertThat(run("get", uri).outBytes()).isEqualTo(contents(100_000));
    put(1000, "music/a song");
    put(20, "~/notes");
    assertThat(run("get", "music/a song").outBytes()).isEqualTo(contents(1000));
    assertThat(run("get", "~/notes").outBytes()).isEqualTo(contents(20));
    assertThat(run("ls", "music").out()).isEqualTo("a song\n");
    assertThat(run("ls", "-l", "/music").out()).contains("-r--", "1000", "a song");
    assertThat(run("ls", "~").out()).isEqualTo("notes\n");
    assertThat(run("manifest").out()).contains("DIR-REFRESH:", "CHK-REFRESH:");
    assertThat(run("ls", "nothing").status()).isEqualTo(2);
    String root =
        Files.readString(oldFolder.resolve("client-0/my_vdrive.uri"), StandardCharsets.US_ASCII);
    assertThat(run("get", root.strip() + "/notes").outBytes()).isEqualTo(contents(20));
  }

  @Test
  void aDriveIsMigrated() throws Exception {
    put(50_000, "for all/big");
    put(30, "for all/deeper/small");
    try (NodeResources resources = NodeResources.start();
        EmbeddedGrid grid =
            EmbeddedGrid.start(
                new EmbeddedGrid.Wish(temp.resolve("new"), OptionalInt.of(2), OptionalInt.of(0)),
                resources)) {
      assertThat(grid.webUrl()).isNotNull();
      Path node = temp.resolve("new/client");
      String journal = temp.resolve("journal").toString();
      RunningProgram migration =
          run(
              new byte[0],
              node,
              "migrate",
              "--shares",
              oldFolder.resolve("client-0").toString(),
              "--shares",
              oldFolder.resolve("client-1").toString(),
              "--vdrive",
              oldFolder.resolve("introducer").toString(),
              "--journal",
              journal);
      assertThat(migration.status()).as(migration.err()).isZero();
      assertThat(migration.err()).contains("are copied");
      String cap = migration.out().strip();
      assertThat(cap).startsWith("URI:DIR2:");
      assertThat(get(node, cap + "/for all/big")).isEqualTo(contents(50_000));
      assertThat(get(node, cap + "/for all/deeper/small")).isEqualTo(contents(30));
      String uri =
          new String(
              HttpClient.newHttpClient()
                  .send(
                      HttpRequest.newBuilder(
                              URI.create(
                                  "http://127.0.0.1:%d/vdrive/global/for%%20all?t=uri"
                                      .formatted(old.clients().getFirst().webPort().orElseThrow())))
                          .build(),
                      HttpResponse.BodyHandlers.ofByteArray())
                  .body(),
              StandardCharsets.US_ASCII);
      RunningProgram visit =
          run(
              new byte[0],
              node,
              "migrate",
              "--introducer",
              Files.readString(oldFolder.resolve("introducer/introducer.furl")).strip(),
              "--journal",
              journal + "-2",
              uri);
      assertThat(visit.status()).as(visit.err()).isZero();
      assertThat(get(node, visit.out().strip() + "/big")).isEqualTo(contents(50_000));
    }
  }

  private static byte[] get(Path node, String place) {
    RunningProgram get = new RunningProgram().run("-d", node.toString(), "get", place);
    assertThat(get.status()).as(get.err()).isZero();
    return get.outBytes();
  }

  @Test
  void mistakesAreExplained() {
    assertThat(run("migrate").out()).contains("--introducer, or --shares and --vdrive");
    RunningProgram none = new RunningProgram().run("firstgen", "run", temp.toString());
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err()).contains("is no base directory of the first generation");
    assertThat(run("up", "--layout", "C").out()).contains("--layout must be A or B");
    RunningProgram nowhere = run(new byte[0], temp.resolve("nowhere"), "ls");
    assertThat(nowhere.status()).isEqualTo(1);
    assertThat(nowhere.err()).contains("truckee firstgen up");
  }

  /** It would store a file of today and name it with what looks like a URI of 2007. */
  @Test
  void aNodeOfTodayIsNotMistakenForAClient() throws Exception {
    Path today = Files.createDirectories(temp.resolve("today"));
    Files.writeString(today.resolve("tahoe.cfg"), "[node]\n");
    Files.writeString(today.resolve("node.url"), "http://127.0.0.1:1/\n");
    for (String command : List.of("put", "ls", "manifest")) {
      RunningProgram refused = run(new byte[3], today, command);
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err()).contains("is a node of today");
    }
    assertThat(run(new byte[0], today, "get", "URI:LIT:cr").err()).contains("is a node of today");
    Path home = Files.createDirectories(temp.resolve("home"));
    RunningProgram usual =
        new RunningProgram().in(new Surroundings(home, home, Map.of())).run("firstgen", "ls");
    assertThat(usual.err()).contains(home.resolve(".truckee/firstgen/client-0").toString());
  }
}
