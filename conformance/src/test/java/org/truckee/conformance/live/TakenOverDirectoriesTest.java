package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.truckee.bench.nodes.Payload;
import org.truckee.bench.nodes.RunningNode;
import org.truckee.bench.nodes.WebApi;

/** One program is stopped, the other is started in the same server directories, and back. */
@Tag("live")
@ExtendWith(LiveNodes.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class TakenOverDirectoriesTest {

  private record Stored(String cap, Payload payload) {}

  @ParameterizedTest
  @CsvSource({"REFERENCE, TRUCKEE", "TRUCKEE, REFERENCE"})
  void whatOneProgramStoredTheOtherServesAndBack(
      Program first, Program second, LiveNodes.Grids grids) throws Exception {
    try (SharedGrid grid = grids.ownGrid(first)) {
      List<Stored> files = new ArrayList<>(upload(grid, 7_000));

      grid.serveWith(second);
      requireAll(grid, files);
      files.addAll(upload(grid, 8_000));

      grid.serveWith(first);
      requireAll(grid, files);
    }
  }

  @ParameterizedTest
  @CsvSource({"REFERENCE, TRUCKEE", "TRUCKEE, REFERENCE"})
  void leasesOfOneProgramAreRenewedAndJoinedByTheOther(
      Program first, Program second, LiveNodes.Grids grids) throws Exception {
    try (SharedGrid grid = grids.ownGrid(first)) {
      Stored file = put(grid.client(first), new Payload(100_000, 9_000));

      grid.serveWith(second);
      JsonNode check = grid.client(first).check(file.cap(), "add-lease=true");
      String storageIndex = check.path("storage-index").asText();
      assertThat(grid.stored(storageIndex).distinctLeaseCounts())
          .as("the uploader's lease is renewed, not added again")
          .containsExactly(1);

      grid.client(second).check(file.cap(), "add-lease=true");
      assertThat(grid.stored(storageIndex).distinctLeaseCounts())
          .as("another client's lease is added")
          .containsExactly(2);

      grid.serveWith(first);
      grid.client(first).check(file.cap(), "add-lease=true");
      grid.client(second).check(file.cap(), "add-lease=true");
      assertThat(grid.stored(storageIndex).distinctLeaseCounts())
          .as("both leases, written by two programs, are found and renewed")
          .containsExactly(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"REFERENCE, TRUCKEE", "TRUCKEE, REFERENCE"})
  void aClientsSecretsAreTheSameToBoth(Program first, Program second, LiveNodes.Grids grids)
      throws Exception {
    SharedGrid grid = grids.servedBy(Program.REFERENCE);
    Payload payload = new Payload(100_000, 9_100 + first.ordinal());
    RunningNode client = grid.startClient("begun-by-" + first.label(), first);
    String cap = client.awaitServers(SharedGrid.SERVERS).put(payload);

    client.startAgain(second.installed());
    WebApi web = client.awaitServers(SharedGrid.SERVERS);

    assertThat(web.put(payload)).as("the convergence secret").isEqualTo(cap);
    String storageIndex = web.check(cap, "add-lease=true").path("storage-index").asText();
    assertThat(grid.stored(storageIndex).distinctLeaseCounts())
        .as("the lease secret gives the leases that are there")
        .containsExactly(1);
    client.close();
  }

  private static List<Stored> upload(SharedGrid grid, long seed)
      throws IOException, InterruptedException {
    WebApi reference = grid.client(Program.REFERENCE);
    WebApi truckee = grid.client(Program.TRUCKEE);
    Payload mutable = new Payload(20_000, seed);
    return List.of(
        put(reference, new Payload(3_000_000, seed + 1)),
        put(truckee, new Payload(3_000_000, seed + 2)),
        put(truckee, new Payload(56, seed + 3)),
        new Stored(reference.create(mutable, "sdmf"), mutable));
  }

  private static Stored put(WebApi client, Payload payload) throws IOException {
    return new Stored(client.put(payload), payload);
  }

  private static void requireAll(SharedGrid grid, List<Stored> files)
      throws IOException, InterruptedException {
    WebApi reference = grid.client(Program.REFERENCE);
    for (Stored file : files) {
      reference.requireContents(file.cap(), file.payload());
      requireHealthy(reference.check(file.cap(), "verify=true", "add-lease=true"));
    }
    WebApi truckee = grid.client(Program.TRUCKEE);
    for (Stored file : files.stream().filter(f -> f.cap().startsWith("URI:CHK:")).toList()) {
      truckee.requireContents(file.cap(), file.payload());
      requireHealthy(truckee.check(file.cap(), "verify=true", "add-lease=true"));
    }
  }

  private static void requireHealthy(JsonNode check) {
    assertThat(check.path("results").path("healthy").asBoolean()).as("%s", check).isTrue();
  }
}
