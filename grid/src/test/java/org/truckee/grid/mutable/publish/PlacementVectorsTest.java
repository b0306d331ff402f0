package org.truckee.grid.mutable.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.grid.GridServer;
import org.truckee.grid.NotEnoughServersException;
import org.truckee.grid.mutable.MutableVectors;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.simulation.TestGrid;

/** Shares go where the reference puts them. */
class PlacementVectorsTest {
  static Stream<JsonNode> placements() {
    return MutableVectors.list("placement");
  }

  @ParameterizedTest
  @MethodSource("placements")
  void homelessSharesGetPlaces(JsonNode json) throws Exception {
    TestGrid grid = TestGrid.of(json.get("permuted_servers").intValue());
    List<GridServer> servers =
        IntStream.range(0, grid.size()).mapToObj(i -> grid.member(grid.server(i))).toList();
    Set<Integer> refused = numbers(json.get("bad_servers"));
    Set<Integer> unwilling = new HashSet<>(refused);
    unwilling.addAll(numbers(json.get("upload_not_permitted")));
    SortedSet<Place> taken = places(json.get("existing_goal"), servers);
    taken.removeIf(place -> refused.contains(servers.indexOf(place.server())));
    List<GridServer> takers =
        servers.stream().filter(server -> !unwilling.contains(servers.indexOf(server))).toList();
    int total = json.get("total_shares").intValue();
    if (json.get("goal_after").isNull()) {
      assertThatThrownBy(() -> ShareGoal.complete(taken, takers, total))
          .isInstanceOf(NotEnoughServersException.class);
    } else {
      assertThat(ShareGoal.complete(taken, takers, total))
          .isEqualTo(places(json.get("goal_after"), servers));
    }
  }

  private static Set<Integer> numbers(JsonNode json) {
    Set<Integer> numbers = new HashSet<>();
    json.forEach(number -> numbers.add(number.intValue()));
    return numbers;
  }

  private static SortedSet<Place> places(JsonNode json, List<GridServer> servers) {
    List<Place> places = new ArrayList<>();
    json.forEach(
        each -> places.add(new Place(servers.get(each.get(0).intValue()), each.get(1).intValue())));
    return new TreeSet<>(places);
  }
}
