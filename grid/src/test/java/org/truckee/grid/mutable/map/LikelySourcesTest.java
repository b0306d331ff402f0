package org.truckee.grid.mutable.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.truckee.grid.GridServer;
import org.truckee.grid.ServerId;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.storage.ShareNumber;

/** Whom blocks are asked of before it is known who has them. */
class LikelySourcesTest {
  private final List<GridServer> order = TestGrid.of(5).connected();

  private ServerId id(int server) {
    return order.get(server).id();
  }

  private LikelySources sources(Map<ServerId, Set<Integer>> places, int needed) {
    return LikelySources.of(order, places, needed, _ -> false);
  }

  @Test
  void ofAnUnknownFileTheFirstServersAreAskedForWhateverTheyHave() {
    LikelySources sources = sources(Map.of(), 3);
    assertThat(sources.chosen().keySet()).containsExactly(order.get(0), order.get(1), order.get(2));
    assertThat(sources.picked(order.get(0))).isEmpty();
  }

  @Test
  void differentSharesOfDifferentServersAreChosen() {
    LikelySources sources =
        sources(
            Map.of(id(0), Set.of(4), id(1), Set.of(4), id(2), Set.of(1, 4), id(4), Set.of(2, 3)),
            3);
    assertThat(sources.chosen().keySet()).containsExactly(order.get(0), order.get(2), order.get(4));
    assertThat(sources.picked(order.get(0))).as("it has no other").isEmpty();
    assertThat(sources.picked(order.get(2))).containsExactly(new ShareNumber(1));
    assertThat(sources.picked(order.get(4))).containsExactly(new ShareNumber(2));
    assertThat(sources.isNear(order.get(1))).isFalse();
  }

  @Test
  void oneServerGivesSeveralIfThereAreNoOthers() {
    LikelySources sources = sources(Map.of(id(3), Set.of(0, 1, 2, 3), id(1), Set.of(0)), 3);
    assertThat(sources.isNear(order.get(1))).isTrue();
    assertThat(sources.picked(order.get(3)))
        .containsExactlyInAnyOrder(new ShareNumber(1), new ShareNumber(2));
  }

  @Test
  void whoIsLateIsLeftOut() {
    Map<ServerId, Set<Integer>> places = Map.of(id(0), Set.of(0), id(1), Set.of(1));
    LikelySources sources = LikelySources.of(order, places, 2, order.get(0)::equals);
    assertThat(sources.chosen().keySet()).containsExactly(order.get(1));
  }
}
