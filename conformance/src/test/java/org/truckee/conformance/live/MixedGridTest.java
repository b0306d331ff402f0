package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.truckee.bench.nodes.NodeDirectory;
import org.truckee.bench.nodes.Payload;
import org.truckee.bench.nodes.RunningNode;
import org.truckee.bench.nodes.WebApi;

/** Grids of nodes of both programs, which find one another through an introducer of either. */
@Tag("live")
@ExtendWith(IntroducedGrid.Logs.class)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
final class MixedGridTest {
  private static final int PIECE = 300_000;

  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource({"REFERENCE, false, false", "TRUCKEE, true, false", "REFERENCE, false, true"})
  void allUseAllOfIt(Program introducer, boolean serversForce, boolean clientsForce)
      throws Exception {
    try (IntroducedGrid grid = IntroducedGrid.start(root, introducer)) {
      grid.addServers(option(serversForce));
      Map<Program, WebApi> clients = grid.addClients(option(clientsForce));
      for (Program program : Program.values()) {
        useAll(clients.get(program), clients.values(), 100L * program.ordinal());
      }
    }
  }

  private static Set<NodeDirectory.Option> option(boolean foolscapOnly) {
    Set<NodeDirectory.Option> options = EnumSet.noneOf(NodeDirectory.Option.class);
    if (foolscapOnly) {
      options.add(NodeDirectory.Option.FOOLSCAP_ONLY);
    }
    return options;
  }

  /** One client makes things, all others read and change them. */
  private static void useAll(WebApi maker, Iterable<WebApi> all, long seed) throws IOException {
    Payload file = new Payload(PIECE, seed);
    String cap = maker.put(file);
    Payload first = new Payload(PIECE / 2, seed + 1);
    String mutable = maker.create(first, seed % 200 == 0 ? "sdmf" : "mdmf");
    String directory = maker.makeDirectory("sdmf");
    int changes = 0;
    for (WebApi client : all) {
      client.requireContents(cap, file);
      Payload next = new Payload(PIECE / 3, seed + 10 + changes);
      client.replace(mutable, next);
      client.putChild(directory, "child " + changes, file);
      changes++;
      for (WebApi reader : all) {
        reader.requireContents(mutable, next);
        assertThat(reader.children(directory)).hasSize(changes);
      }
    }
    assertThat(maker.check(cap, "verify=true").path("results").path("healthy").asBoolean())
        .isTrue();
    assertThat(maker.check(mutable, "verify=true").path("results").path("healthy").asBoolean())
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource(Program.class)
  void allKeepTheirIdentitiesWhenTheirDirectoriesChangeHands(Program first) throws Exception {
    Program second = first == Program.REFERENCE ? Program.TRUCKEE : Program.REFERENCE;
    try (IntroducedGrid grid = IntroducedGrid.start(root, first)) {
      grid.addServers(Set.of());
      Map<Program, WebApi> clients = grid.addClients(Set.of());
      Payload file = new Payload(PIECE, 7);
      String cap = clients.get(first).put(file);
      Map<String, String> before = identities(grid);
      grid.changeHands();
      for (Program program : Program.values()) {
        grid.client(program).awaitServers(IntroducedGrid.SERVERS).requireContents(cap, file);
        assertThat(grid.client(program).web().put(file)).isEqualTo(cap);
      }
      assertThat(identities(grid)).isEqualTo(before);
      for (RunningNode server : grid.servers()) {
        assertThat(Files.readString(server.directory().path().resolve("announcement-seqnum")))
            .isEqualTo("2\n");
      }
      grid.changeHands();
      grid.client(second).awaitServers(IntroducedGrid.SERVERS).requireContents(cap, file);
      assertThat(identities(grid)).isEqualTo(before);
    }
  }

  /** What makes the nodes what they are, by file. */
  private static Map<String, String> identities(IntroducedGrid grid) throws IOException {
    Map<String, String> identities = new TreeMap<>();
    for (RunningNode node : grid.all()) {
      for (String name :
          List.of(
              "my_nodeid",
              "node.pubkey",
              "permutation-seed",
              "private/node.pem",
              "private/node.privkey",
              "private/secret",
              "private/convergence",
              "private/storage.furl",
              "private/introducer.furl",
              "private/introducers.yaml",
              "tahoe.cfg")) {
        Path file = node.directory().path().resolve(name);
        if (Files.exists(file)) {
          identities.put(file.toString(), Files.readString(file));
        }
      }
    }
    assertThat(identities.keySet())
        .anyMatch(name -> name.endsWith("introducer.furl"))
        .anyMatch(name -> name.endsWith("permutation-seed"));
    return identities;
  }

  @ParameterizedTest
  @EnumSource(names = "TRUCKEE")
  void aServerThatMovesIsFoundAtItsNewPlace(Program introducer) throws Exception {
    try (IntroducedGrid grid = IntroducedGrid.start(root, introducer)) {
      grid.addServers(Set.of());
      Map<Program, WebApi> clients = grid.addClients(Set.of());
      Payload file = new Payload(PIECE, 9);
      String cap = clients.get(Program.TRUCKEE).put(file);
      grid.moveServers();
      for (Program program : Program.values()) {
        grid.awaitContents(program, cap, file);
      }
    }
  }
}
