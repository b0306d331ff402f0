package org.truckee.grid.mutable.publish;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.truckee.grid.GridServer;
import org.truckee.grid.NotEnoughServersException;
import org.truckee.grid.mutable.map.Place;

/** Where the shares of a version go ({@code spec/02 §10.3}). Pure. */
public final class ShareGoal {
  private ShareGoal() {}

  /**
   * The places that are taken, and a place for every share that has none: on servers in order,
   * those with the fewest shares first.
   *
   * @param taken stays as it is
   * @param servers that may take shares, in their order for the file
   * @param total N
   * @throws NotEnoughServersException if there is no server
   */
  public static SortedSet<Place> complete(
      Collection<Place> taken, List<GridServer> servers, int total)
      throws NotEnoughServersException {
    SortedSet<Place> goal = new TreeSet<>(taken);
    Set<Integer> placed = numbers(taken);
    List<GridServer> candidates = leastLoadedFirst(taken, servers);
    int next = 0;
    for (int number = 0; number < total; number++) {
      if (!placed.contains(number)) {
        if (candidates.isEmpty()) {
          throw new NotEnoughServersException(
              "no connected server takes shares: share %d has no place".formatted(number));
        }
        goal.add(new Place(candidates.get(next++ % candidates.size()), number));
      }
    }
    return goal;
  }

  /**
   * Shares that lie together with others and had better lie on servers that have none.
   *
   * @param goal where all shares are
   * @param empty servers without shares that may take some, in their order for the file
   * @return where each of them is → where it should be
   */
  public static Map<Place, Place> moves(SortedSet<Place> goal, List<GridServer> empty) {
    SortedSet<Place> now = new TreeSet<>(goal);
    Map<Place, Place> moves = new TreeMap<>();
    for (GridServer server : empty) {
      Optional<Place> crowded = crowded(now);
      if (crowded.isEmpty()) {
        break;
      }
      Place to = new Place(server, crowded.get().number());
      moves.put(crowded.get(), to);
      now.remove(crowded.get());
      now.add(to);
    }
    return moves;
  }

  /** The last share on the server with the most, if that has several. */
  private static Optional<Place> crowded(SortedSet<Place> goal) {
    Map<GridServer, Integer> load = load(goal);
    return goal.stream()
        .filter(place -> load.get(place.server()) > 1)
        .max(
            Comparator.comparing((Place place) -> load.get(place.server()))
                .thenComparing(Comparator.naturalOrder()));
  }

  /**
   * A place for one more copy of a share: on the server with the fewest shares that has none of
   * this number.
   *
   * @param taken all places that are used
   * @param servers that may take it, in their order for the file
   */
  public static Optional<Place> spare(
      int number, Collection<Place> taken, List<GridServer> servers) {
    return leastLoadedFirst(taken, servers).stream()
        .map(server -> new Place(server, number))
        .filter(place -> !taken.contains(place))
        .findFirst();
  }

  static Set<Integer> numbers(Collection<Place> places) {
    Set<Integer> numbers = new TreeSet<>();
    places.forEach(place -> numbers.add(place.number()));
    return numbers;
  }

  private static List<GridServer> leastLoadedFirst(
      Collection<Place> taken, List<GridServer> servers) {
    Map<GridServer, Integer> load = load(taken);
    ToLongFunction<GridServer> shares = server -> load.getOrDefault(server, 0);
    return servers.stream().sorted(Comparator.comparingLong(shares)).toList();
  }

  private static Map<GridServer, Integer> load(Collection<Place> places) {
    Map<GridServer, Integer> load = new HashMap<>();
    places.forEach(place -> load.merge(place.server(), 1, Integer::sum));
    return load;
  }
}
