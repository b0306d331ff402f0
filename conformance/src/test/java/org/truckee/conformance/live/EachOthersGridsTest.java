package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.bench.nodes.Payload;
import org.truckee.bench.nodes.WebApi;

/** Clients of both programs on servers of either, over the HTTPS storage protocol. */
@Tag("live")
@ExtendWith(LiveNodes.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class EachOthersGridsTest {

  private static final int SEGMENT = 1 << 20;

  static Stream<Arguments> serversAndSizes() {
    List<Integer> sizes = List.of(0, 1, 55, 56, SEGMENT - 1, SEGMENT, SEGMENT + 1, 50_000_000);
    return Stream.of(Program.values())
        .flatMap(servers -> sizes.stream().map(size -> Arguments.of(servers, size)));
  }

  @ParameterizedTest
  @MethodSource("serversAndSizes")
  void eachDownloadsWhatTheOtherUploaded(Program servers, int size, LiveNodes.Grids grids)
      throws Exception {
    SharedGrid grid = grids.servedBy(servers);

    for (Program uploader : Program.values()) {
      Payload payload = new Payload(size, 2_000L + uploader.ordinal());
      String cap = grid.client(uploader).put(payload);
      for (Program downloader : Program.values()) {
        grid.client(downloader).requireContents(cap, payload);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Program.class)
  void eachReadsAPartOfWhatTheOtherUploaded(Program servers, LiveNodes.Grids grids)
      throws Exception {
    SharedGrid grid = grids.servedBy(servers);
    long offset = 2L * SEGMENT - 1_000;

    for (Program uploader : Program.values()) {
      Payload payload = new Payload(5L * SEGMENT, 3_000L + uploader.ordinal());
      String cap = grid.client(uploader).put(payload);
      for (Program downloader : Program.values()) {
        assertThat(grid.client(downloader).get(cap, offset, 64_000))
            .isEqualTo(payload.bytes(offset, 64_000));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Program.class)
  void eachVerifiesWhatTheOtherUploaded(Program servers, LiveNodes.Grids grids) throws Exception {
    SharedGrid grid = grids.servedBy(servers);

    for (Program uploader : Program.values()) {
      Payload payload = new Payload(2L * SEGMENT, 4_000L + uploader.ordinal());
      String cap = grid.client(uploader).put(payload);
      for (Program checker : Program.values()) {
        JsonNode results = grid.client(checker).check(cap, "verify=true").path("results");
        assertThat(results.path("healthy").asBoolean()).as("%s", results).isTrue();
        assertThat(results.path("count-shares-good").asInt()).isEqualTo(SharedGrid.SERVERS);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Program.class)
  void anyThreeOfFiveServersAreEnoughForBoth(Program servers, LiveNodes.Grids grids)
      throws Exception {
    SharedGrid grid = grids.servedBy(servers);
    Map<Program, Payload> payloads = new EnumMap<>(Program.class);
    Map<Program, String> caps = new EnumMap<>(Program.class);
    for (Program uploader : Program.values()) {
      Payload payload = new Payload(3L * SEGMENT + 1, 5_000L + uploader.ordinal());
      payloads.put(uploader, payload);
      caps.put(uploader, grid.client(uploader).put(payload));
    }

    for (Set<Integer> stopped : List.of(Set.of(0, 1), Set.of(2, 3), Set.of(4, 0))) {
      List<WebApi> clients = new ArrayList<>();
      for (Program program : Program.values()) {
        clients.add(grid.client(program));
      }
      awaitShares(grid.client(Program.REFERENCE), caps.get(Program.REFERENCE));
      grid.without(
          stopped,
          () -> {
            for (WebApi client : clients) {
              for (Program uploader : Program.values()) {
                client.requireContents(caps.get(uploader), payloads.get(uploader));
              }
            }
          });
    }
  }

  /**
   * Waits until a client gets all shares. One of the reference shows servers that have just come
   * back as connected before it gets any share from them.
   */
  private static void awaitShares(WebApi client, String cap) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    int found;
    do {
      found = client.check(cap).path("results").path("count-shares-good").asInt();
    } while (found < SharedGrid.SERVERS && System.nanoTime() < deadline);
    assertThat(found).as("shares that the client finds").isEqualTo(SharedGrid.SERVERS);
  }

  @ParameterizedTest
  @MethodSource("mutableFormats")
  void aReferenceClientKeepsMutableFilesOnTruckeeServers(String format, LiveNodes.Grids grids)
      throws Exception {
    WebApi client = grids.servedBy(Program.TRUCKEE).client(Program.REFERENCE);
    Payload first = new Payload(200_000, 6_001);
    Payload second = new Payload(150_000, 6_002);

    String cap = client.create(first, format);
    client.requireContents(cap, first);
    client.replace(cap, second);
    client.requireContents(cap, second);

    JsonNode results = client.check(cap, "verify=true").path("results");
    assertThat(results.path("healthy").asBoolean()).as("%s", results).isTrue();
  }

  static Stream<String> mutableFormats() {
    return Stream.of("sdmf", "mdmf");
  }
}
