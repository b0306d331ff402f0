package org.truckee.grid.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.truckee.grid.directory.DirectoryVectors.elements;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.capability.Capability;
import org.truckee.crypto.RsaPrivateKey;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.InitialContents;
import org.truckee.grid.KnownNode;
import org.truckee.grid.Link;
import org.truckee.grid.Metadata;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.NewDirectory;
import org.truckee.grid.NewLink;
import org.truckee.grid.Overwrite;
import org.truckee.grid.RepairOutcome;
import org.truckee.grid.Source;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.directory.DirectoryVectors;
import org.truckee.grid.mutable.MutableFixture;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.storage.ShareNumber;

/** The recorded checks and repairs of a tree of which shares are lost ({@code spec/03 §9.3}). */
@Timeout(300)
class DeepCheckTest {
  private final MutableFixture fixture = new MutableFixture(10);
  private final TestGrid servers = fixture.grid;
  private final Grid grid = fixture.client();
  private Directory root;

  @AfterEach
  void close() {
    fixture.close();
  }

  /** The tree that the recording describes. */
  @BeforeEach
  void makeTree() throws Exception {
    root = grid.createDirectory(mutable(MutableFixture.key("key0")));
    Random random = new Random(MutableFixture.SEED);
    byte[] contents = new byte[1000];
    random.nextBytes(contents);
    FilesystemNode chk =
        root.addFile(
            "chk", Source.of(contents), UploadOptions.DEFAULT, Optional.empty(), Overwrite.NEVER);
    FilesystemNode literal = grid.node(Capability.parse("URI:LIT:n5xgk"));
    Metadata padding = Metadata.parse("{\"padding\": \"" + "x".repeat(60) + "\"}");
    Directory sub = grid.createDirectory(mutable(MutableFixture.key("key1")));
    root.setAll(
        List.of(
            NewLink.of(
                "imm",
                grid.createDirectory(
                    NewDirectory.immutable(List.of(new Link("l", literal, padding))))),
            NewLink.of("lit", literal),
            NewLink.of(
                "litdir",
                grid.createDirectory(
                    NewDirectory.immutable(List.of(new Link("l", literal, Metadata.EMPTY))))),
            NewLink.of(
                "mut",
                grid.node(
                    grid.createMutable(
                            InitialContents.of(Source.of(contents)),
                            MutableOptions.DEFAULT.withKey(MutableFixture.key("key2")))
                        .cap())),
            NewLink.of("sub", sub),
            NewLink.of("unk", root.child("unk", Optional.empty(), Optional.of("x-future:ro")))),
        Overwrite.NEVER);
    sub.setAll(List.of(NewLink.of("chk again", chk), NewLink.of("loop", root)), Overwrite.NEVER);
  }

  private static NewDirectory mutable(RsaPrivateKey key) {
    return new NewDirectory.Mutable(List.of(), MutableOptions.DEFAULT.withKey(key));
  }

  @Test
  void theRecordedScenariosGiveTheRecordedCounters() throws Exception {
    Map<String, Runnable> losses = new HashMap<>();
    losses.put("shares 0 and 1 of /chk deleted", () -> lose("chk", 0, 1));
    losses.put("additionally share 3 of /mut deleted", () -> lose("mut", 3));
    losses.put("additionally share 9 of /sub deleted", () -> lose("sub", 9));
    losses.put("shares 0..7 of /mut deleted", () -> lose("mut", 0, 1, 2, 3, 4, 5, 6, 7));
    int scenarios = 0;
    for (JsonNode scenario : DirectoryVectors.get("deep_check").get("scenarios")) {
      String label = scenario.get("label").textValue();
      losses.getOrDefault(label, () -> {}).run();
      if (scenario.get("operation").textValue().equals("deep-check")) {
        assertChecked(label, scenario);
      } else {
        assertRepaired(label, scenario);
      }
      scenarios++;
    }
    assertThat(scenarios).isEqualTo(8);
  }

  @Test
  void everythingThatHasSharesGetsALease() throws Exception {
    servers.servers().forEach(FaultyServer::forgetCalls);
    CheckOptions leasing = CheckOptions.QUICK.withAddLease(true);

    DeepCheckResult result = new CheckEverything(root, leasing, new DeepOptions(2)).run();

    assertThat(result.trouble()).isEmpty();
    assertThat(result.checked()).isEqualTo(5);
    assertThat(servers.count(Operation.ADD_LEASE))
        .as("ten servers with shares of each")
        .isEqualTo(10 * result.checked());
  }

  private void assertChecked(String label, JsonNode scenario) throws Exception {
    DeepCheckResult result =
        new CheckEverything(root, CheckOptions.QUICK, new DeepOptions(2)).run();

    assertThat(result.trouble()).as(label).isEmpty();
    assertThat(counters(result, "")).as(label).isEqualTo(recorded(scenario));
    assertThat(result.results().sequencedKeySet())
        .as(label)
        .containsExactlyElementsOf(
            elements(scenario.get("objects")).map(DeepCheckTest::path).toList());
    for (JsonNode object : scenario.get("objects")) {
      CheckOutcome outcome = result.at(path(object)).orElseThrow();
      assertThat(outcome.healthy()).isEqualTo(object.get("healthy").booleanValue());
      assertThat(outcome.recoverable()).isEqualTo(object.get("recoverable").booleanValue());
      assertThat(outcome.good()).isEqualTo(object.get("good_shares").intValue());
      assertThat(outcome.needed()).isEqualTo(object.get("needed").intValue());
      assertThat(outcome.expected()).isEqualTo(object.get("expected").intValue());
      assertThat(outcome.summary()).isEqualTo(object.get("summary").textValue());
    }
  }

  private void assertRepaired(String label, JsonNode scenario) throws Exception {
    DeepRepairResult result =
        new RepairEverything(root, CheckOptions.QUICK, new DeepOptions(2)).run();

    assertThat(result.trouble()).as(label).isEmpty();
    Map<String, Integer> counters = counters(result.before(), "-pre-repair");
    counters.putAll(counters(result.after(), "-post-repair"));
    counters.put("count-repairs-attempted", result.attempted());
    counters.put("count-repairs-successful", result.successful());
    counters.put("count-repairs-unsuccessful", result.unsuccessful());
    assertThat(counters).as(label).isEqualTo(recorded(scenario));
    for (JsonNode object : scenario.get("objects")) {
      RepairOutcome outcome = result.results().get(path(object));
      assertThat(outcome.attempted()).isEqualTo(object.get("repair_attempted").booleanValue());
      assertThat(outcome.successful()).isEqualTo(object.get("repair_successful").booleanValue());
      assertThat(outcome.before().good()).isEqualTo(object.get("pre_good_shares").intValue());
      assertThat(outcome.after().good()).isEqualTo(object.get("post_good_shares").intValue());
    }
  }

  private static Map<String, Integer> counters(DeepCheckResult result, String suffix) {
    Map<String, Integer> counters = new HashMap<>();
    counters.put("count-objects-checked", result.checked());
    counters.put("count-objects-healthy" + suffix, result.healthy());
    counters.put("count-objects-unhealthy" + suffix, result.unhealthy());
    counters.put("count-objects-unrecoverable" + suffix, result.unrecoverable());
    counters.put("count-corrupt-shares" + suffix, result.corrupt().size());
    return counters;
  }

  private static Map<String, Integer> recorded(JsonNode scenario) {
    Map<String, Integer> counters = new LinkedHashMap<>();
    scenario
        .get("counters")
        .properties()
        .forEach(counter -> counters.put(counter.getKey(), counter.getValue().intValue()));
    return counters;
  }

  private static List<String> path(JsonNode object) {
    return elements(object.get("path")).map(JsonNode::textValue).toList();
  }

  private void lose(String name, int... shares) {
    try {
      StorageIndex index = ((KnownNode) root.get(name).node()).storageIndex().orElseThrow();
      for (int share : shares) {
        servers
            .shares(index)
            .keySet()
            .forEach(server -> servers.memory(server).remove(index, new ShareNumber(share)));
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
