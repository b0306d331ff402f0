package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
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

/** Mutable files and directories that clients of both programs read, change and check in turn. */
@Tag("live")
@ExtendWith(LiveNodes.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class MutableThingsTest {

  private static final int SEGMENT = 128 << 10;

  static Stream<Arguments> serversAndFormats() {
    return Stream.of(Program.values())
        .flatMap(servers -> Stream.of("sdmf", "mdmf").map(format -> Arguments.of(servers, format)));
  }

  @ParameterizedTest
  @MethodSource("serversAndFormats")
  void eachReadsAndReplacesWhatTheOtherWrote(Program servers, String format, LiveNodes.Grids grids)
      throws Exception {
    SharedGrid grid = grids.servedBy(servers);

    for (Program creator : Program.values()) {
      Payload first = new Payload(3 * SEGMENT + 17, 7_000L + creator.ordinal());
      String cap = grid.client(creator).create(first, format);
      requireSound(grid, cap, first);
      for (Program writer : Program.values()) {
        Payload next = new Payload(2 * SEGMENT - 1, 7_100L + writer.ordinal());
        grid.client(writer).replace(cap, next);
        requireSound(grid, cap, next);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Program.class)
  void eachChangesAPartOfWhatTheOtherWrote(Program servers, LiveNodes.Grids grids)
      throws Exception {
    SharedGrid grid = grids.servedBy(servers);

    for (Program creator : Program.values()) {
      Payload first = new Payload(6 * SEGMENT, 7_200L + creator.ordinal());
      String cap = grid.client(creator).create(first, "mdmf");
      byte[] expected = first.bytes(0, 6 * SEGMENT);
      for (Program writer : Program.values()) {
        int offset = 2 * SEGMENT - 500 + writer.ordinal() * SEGMENT;
        Payload part = new Payload(1_000, 7_300L + writer.ordinal());
        grid.client(writer).update(cap, offset, part);
        System.arraycopy(part.bytes(0, 1_000), 0, expected, offset, 1_000);
        for (Program reader : Program.values()) {
          assertThat(Arrays.equals(grid.client(reader).get(cap), expected))
              .as("%s reads what %s changed", reader, writer)
              .isTrue();
        }
      }
      requireHealthy(grid, cap);
    }
  }

  @ParameterizedTest
  @MethodSource("serversAndFormats")
  void eachListsAndChangesTheDirectoriesOfTheOther(
      Program servers, String format, LiveNodes.Grids grids) throws Exception {
    SharedGrid grid = grids.servedBy(servers);
    Payload file = new Payload(30_000, 7_400);

    for (Program creator : Program.values()) {
      String directory = grid.client(creator).makeDirectory(format);
      for (Program writer : Program.values()) {
        String name = "añadido por " + writer.label();
        String cap = grid.client(writer).putChild(directory, name, file);
        grid.client(writer).putChild(directory, "to go", file);
        for (Program reader : Program.values()) {
          assertThat(grid.client(reader).children(directory)).contains(name, "to go");
          grid.client(reader).requireContents(cap, file);
        }
        grid.client(creator).removeChild(directory, "to go");
      }
      for (Program reader : Program.values()) {
        assertThat(grid.client(reader).children(directory))
            .containsExactlyInAnyOrderElementsOf(
                Stream.of(Program.values()).map(p -> "añadido por " + p.label()).toList());
      }
      requireHealthy(grid, directory);
    }
  }

  private static void requireSound(SharedGrid grid, String cap, Payload contents) throws Exception {
    for (Program reader : Program.values()) {
      grid.client(reader).requireContents(cap, contents);
    }
    requireHealthy(grid, cap);
  }

  private static void requireHealthy(SharedGrid grid, String cap) throws Exception {
    for (Program checker : Program.values()) {
      WebApi client = grid.client(checker);
      JsonNode results = client.check(cap, "verify=true").path("results");
      assertThat(results.path("healthy").asBoolean()).as("%s", results).isTrue();
      assertThat(results.path("count-shares-good").asInt()).isEqualTo(SharedGrid.SERVERS);
    }
  }
}
