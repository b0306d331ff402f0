package org.truckee.grid.spread;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.grid.GridServer;
import org.truckee.grid.ServerId;
import org.truckee.grid.immutable.ImmutableVectors;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.storage.ShareNumber;

class PlacementTest {
  /** Servers that may be asked, servers that may not, what both hold, and how many shares. */
  private record World(
      List<GridServer> writeable, List<GridServer> readOnly, Holders holders, int total) {
    Placement placement() {
      return Placement.of(writeable, readOnly, holders, shares(total), Set.of(), Set.of());
    }

    /** The best that could be reached, by the plainest search. */
    int best() {
      return best(Set.of());
    }

    int best(Set<Holding> grants) {
      List<Set<Integer>> edges = new ArrayList<>();
      readOnly.forEach(
          server -> {
            Set<Integer> all = values(holders.on(server));
            grants.stream()
                .filter(grant -> grant.server().equals(server))
                .forEach(grant -> all.add(grant.share().value()));
            edges.add(all);
          });
      writeable.forEach(
          server -> {
            Set<Integer> all = values(holders.on(server));
            IntStream.range(0, total).forEach(all::add);
            edges.add(all);
          });
      return matched(edges, 0, new HashSet<>());
    }

    private static int matched(List<Set<Integer>> edges, int server, Set<Integer> used) {
      if (server == edges.size()) {
        return 0;
      }
      int best = matched(edges, server + 1, used);
      for (int share : edges.get(server)) {
        if (used.add(share)) {
          best = Math.max(best, 1 + matched(edges, server + 1, used));
          used.remove(share);
        }
      }
      return best;
    }

    private static Set<Integer> values(Set<ShareNumber> shares) {
      Set<Integer> values = new HashSet<>();
      shares.forEach(share -> values.add(share.value()));
      return values;
    }
  }

  static Stream<JsonNode> recorded() {
    JsonNode vectors = ImmutableVectors.read("immutable-happiness.json").get("share_placement");
    return StreamSupport.stream(vectors.spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void theSpreadIsAsGoodAsTheReferenceWantsItAndTrue(JsonNode recorded) {
    World world = worldOf(recorded);
    Placement placement = world.placement();
    grantAll(world, placement);
    assertThat(world.holders.happiness()).isEqualTo(placement.happiness());
    if (!world.writeable.isEmpty()) {
      int reference = recorded.get("placement_happiness").intValue();
      assertThat(placement.happiness())
          .isGreaterThanOrEqualTo(Math.min(reference, attainable(world)));
      assertThat(world.holders.shares()).containsAll(shares(world.total));
    }
  }

  /** The reference also counts read-only servers for shares that they do not have (D3). */
  private static int attainable(World world) {
    List<Set<ShareNumber>> held = new ArrayList<>();
    world.readOnly.forEach(server -> held.add(world.holders.on(server)));
    return world.writeable.size() + Happiness.of(held);
  }

  @Property(tries = 500, seed = "7101")
  void everySpreadIsAMaximumMatchingThatAsksNobodyForWhatItHas(@ForAll long seed) {
    World world = randomWorld(seed);
    int best = world.best();
    Placement placement = world.placement();
    placement
        .asked()
        .forEach(
            (server, shares) -> {
              assertThat(world.writeable).contains(server);
              assertThat(world.holders.on(server)).doesNotContainAnyElementsOf(shares);
            });
    grantAll(world, placement);
    assertThat(placement.happiness()).isEqualTo(best);
    assertThat(world.holders.happiness()).isEqualTo(best);
    if (!world.writeable.isEmpty()) {
      assertThat(world.holders.shares()).containsAll(shares(world.total));
    }
    assertThat(world.placement().asked()).as("nothing is left to ask for").isEmpty();
  }

  @Property(tries = 500, seed = "7101")
  void aShareIsOnlySentTwiceIfThatMakesTheSpreadBetter(@ForAll long seed) {
    World world = randomWorld(seed);
    int best = world.best();
    int before = world.holders.happiness();
    SortedSet<ShareNumber> had = world.holders.shares();
    Placement placement = world.placement();
    long homeless = shares(world.total).stream().filter(share -> !had.contains(share)).count();
    long sent = placement.asked().values().stream().mapToLong(Set::size).sum();
    if (!world.writeable.isEmpty()) {
      // Each share more in the matching of what is held is one that need not be sent.
      assertThat(sent).isLessThanOrEqualTo(Math.max(homeless, best - before + homeless));
      if (best == before) {
        assertThat(sent).isEqualTo(homeless);
      }
    }
  }

  @Property(tries = 500, seed = "7106")
  void grantsAreUsedInTheBestSpreadAlsoThoseOfServersThatTakeNothingElse(@ForAll long seed) {
    World world = randomWorld(seed);
    Random random = new Random(seed);
    Set<Holding> grants = new HashSet<>();
    for (List<GridServer> servers : List.of(world.writeable, world.readOnly)) {
      for (GridServer server : servers) {
        ShareNumber share = new ShareNumber(random.nextInt(world.total));
        if (random.nextBoolean() && !world.holders.on(server).contains(share)) {
          grants.add(new Holding(server, share));
        }
      }
    }
    int best = world.best(grants);
    Placement placement =
        Placement.of(
            world.writeable, world.readOnly, world.holders, shares(world.total), Set.of(), grants);
    world.readOnly.forEach(
        server ->
            assertThat(placement.asked().getOrDefault(server, new TreeSet<>()))
                .allSatisfy(share -> assertThat(grants).contains(new Holding(server, share))));
    grantAll(world, placement);
    assertThat(placement.happiness()).isEqualTo(best);
    assertThat(world.holders.happiness()).isEqualTo(best);
  }

  @Test
  void whatWasGrantedStaysWhereItIsAsFarAsWhatIsHeldAllows() {
    List<GridServer> servers = TestGrid.of(5).connected();
    Holders holders = new Holders();
    holders.add(servers.get(4), new ShareNumber(0));
    Set<Holding> grants = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      grants.add(new Holding(servers.get(i), new ShareNumber(i)));
    }
    Placement placement = Placement.of(servers, List.of(), holders, shares(5), Set.of(), grants);
    assertThat(placement.happiness()).isEqualTo(5);
    for (int i = 1; i < 4; i++) {
      assertThat(placement.asks(servers.get(i), new ShareNumber(i))).isTrue();
    }
    assertThat(placement.asked().get(servers.get(0))).containsExactly(new ShareNumber(4));
  }

  @Test
  void aCorruptShareIsPlacedElsewhere() {
    TestGrid grid = TestGrid.of(3);
    List<GridServer> servers = grid.connected();
    Holders holders = new Holders();
    holders.add(servers.get(1), new ShareNumber(1));
    holders.add(servers.get(2), new ShareNumber(2));
    Holding corrupt = new Holding(servers.get(0), new ShareNumber(0));
    Placement placement =
        Placement.of(
            servers, List.of(), holders, List.of(new ShareNumber(0)), Set.of(corrupt), Set.of());
    assertThat(placement.asked()).hasSize(1).doesNotContainKey(servers.get(0));
    assertThat(placement.asked().values())
        .allSatisfy(shares -> assertThat(shares).containsExactly(new ShareNumber(0)));
  }

  @Test
  void manySharesOnFewServersAreSpreadEvenly() {
    TestGrid grid = TestGrid.of(3);
    Placement placement =
        Placement.of(grid.connected(), List.of(), new Holders(), shares(10), Set.of(), Set.of());
    assertThat(placement.asked().values()).map(Set::size).containsExactlyInAnyOrder(4, 3, 3);
  }

  @Test
  void theLargestFilesArePlacedOnTheLargestGrids() {
    TestGrid grid = TestGrid.of(512);
    Holders holders = new Holders();
    for (int share = 0; share < 256; share++) {
      holders.add(grid.connected().get(share / 2), new ShareNumber(share));
    }
    Placement placement =
        Placement.of(grid.connected(), List.of(), holders, shares(256), Set.of(), Set.of());
    assertThat(placement.happiness()).isEqualTo(256);
    assertThat(placement.asked()).hasSize(128);
  }

  private static void grantAll(World world, Placement placement) {
    placement
        .asked()
        .forEach((server, shares) -> shares.forEach(share -> world.holders.add(server, share)));
  }

  private static World randomWorld(long seed) {
    Random random = new Random(seed);
    TestGrid grid = TestGrid.of(1 + random.nextInt(6));
    int total = 1 + random.nextInt(6);
    int writeable = random.nextInt(grid.size() + 1);
    Holders holders = new Holders();
    double density = random.nextDouble();
    for (GridServer server : grid.connected()) {
      for (int share = 0; share < total; share++) {
        if (random.nextDouble() < density * density) {
          holders.add(server, new ShareNumber(share));
        }
      }
    }
    return new World(
        grid.connected().subList(0, writeable),
        grid.connected().subList(writeable, grid.size()),
        holders,
        total);
  }

  private static World worldOf(JsonNode recorded) {
    Map<String, GridServer> servers = new TreeMap<>();
    Holders holders = new Holders();
    List<GridServer> writeable = servers(recorded.get("writeable"), servers);
    List<GridServer> readOnly = servers(recorded.get("readonly"), servers);
    int total = recorded.get("total_shares").intValue();
    for (JsonNode entry : recorded.get("existing")) {
      for (JsonNode share : entry.get(1)) {
        if (share.intValue() < total) {
          holders.add(servers.get(entry.get(0).textValue()), new ShareNumber(share.intValue()));
        }
      }
    }
    return new World(writeable, readOnly, holders, total);
  }

  private static List<GridServer> servers(JsonNode names, Map<String, GridServer> known) {
    List<GridServer> servers = new ArrayList<>();
    GridServer template = TestGrid.of(1).connected().getFirst();
    for (JsonNode name : names) {
      servers.add(
          known.computeIfAbsent(
              name.textValue(),
              id ->
                  new GridServer(
                      new ServerId(id),
                      id,
                      template.permutationSeed(),
                      template.leaseSeed(),
                      template.storage(),
                      true)));
    }
    return servers;
  }

  private static List<ShareNumber> shares(int total) {
    return IntStream.range(0, total).mapToObj(ShareNumber::new).toList();
  }
}
