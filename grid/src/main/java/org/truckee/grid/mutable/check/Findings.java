package org.truckee.grid.mutable.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.GridServer;
import org.truckee.grid.MutableCheckResult;
import org.truckee.grid.ShareLocation;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.map.BadShare;
import org.truckee.grid.mutable.map.KnownShare;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.mutable.map.ServerMap;
import org.truckee.grid.spread.Happiness;
import org.truckee.storage.ShareNumber;

/**
 * What a map and a verification say of a file ({@code spec/02 §14.3}).
 *
 * @param map what servers have
 * @param happy how many servers an upload of this grid has to reach
 * @param damaged shares that a verification found to be damaged; they are not in the map
 * @param lost shares of the map that a verification could not read to the end
 */
record Findings(
    MutableFacts facts,
    ServerMap map,
    int happy,
    List<BadShare> damaged,
    List<ShareLocation> lost) {
  private static final int UNKNOWN_NEEDED = EncodingParameters.DEFAULT.needed();
  private static final int UNKNOWN_TOTAL = EncodingParameters.DEFAULT.total();

  MutableCheckResult result() {
    Optional<Version> shown = map.best().or(() -> map.unrecoverable().stream().findFirst());
    List<KnownShare> shares = shown.map(map::of).map(this::sound).orElse(List.of());
    int good = (int) shares.stream().map(share -> share.place().number()).distinct().count();
    int needed = shown.map(Version::geometry).map(Geometry::needed).orElse(UNKNOWN_NEEDED);
    int total = shown.map(Version::geometry).map(Geometry::total).orElse(UNKNOWN_TOTAL);
    Set<GridServer> hosts =
        shares.stream().map(share -> share.place().server()).collect(Collectors.toSet());
    int recoverable = map.recoverable().size();
    int unrecoverable = map.unrecoverable().size();
    boolean healthy = unrecoverable == 0 && recoverable == 1 && good >= total;
    return new MutableCheckResult(
        facts.index(),
        healthy,
        recoverable > 0,
        needed,
        total,
        good,
        hosts.size(),
        map.shares().size() - shown.map(version -> map.of(version).size()).orElse(0),
        recoverable,
        unrecoverable,
        happiness(),
        Happiness.goal(happy, needed, total, usable()),
        shareMap(),
        damaged.stream()
            .map(bad -> new ShareLocation(bad.place().server(), bad.place().share(), bad.reason()))
            .toList(),
        lost,
        map.responding(),
        map.silent(),
        summary(healthy, good, needed, total),
        report(good, needed, total));
  }

  private List<KnownShare> sound(List<KnownShare> shares) {
    return shares.stream().filter(share -> !isLost(share.place())).toList();
  }

  private boolean isLost(Place place) {
    return lost.stream()
        .anyMatch(
            share -> share.server().equals(place.server()) && share.share().equals(place.share()));
  }

  private SortedMap<String, Set<GridServer>> shareMap() {
    SortedMap<String, Set<GridServer>> shareMap = new TreeMap<>();
    for (KnownShare share : map.shares().values()) {
      String name = "%s-sh%d".formatted(share.version(), share.place().number());
      shareMap.computeIfAbsent(name, _ -> new HashSet<>()).add(share.place().server());
    }
    return shareMap;
  }

  private int happiness() {
    Map<GridServer, Set<ShareNumber>> held = new HashMap<>();
    int name = 0;
    for (Set<GridServer> servers : shareMap().values()) {
      ShareNumber number = new ShareNumber(name++);
      servers.forEach(server -> held.computeIfAbsent(server, _ -> new HashSet<>()).add(number));
    }
    return Happiness.of(held.values());
  }

  /** How many servers hold shares, or may be asked to take some. */
  private int usable() {
    Set<GridServer> servers =
        map.responding().stream().filter(GridServer::uploadPermitted).collect(Collectors.toSet());
    map.shares().keySet().forEach(place -> servers.add(place.server()));
    return servers.size();
  }

  private String summary(boolean healthy, int good, int needed, int total) {
    List<String> parts = new ArrayList<>();
    if (!map.unrecoverable().isEmpty()) {
      parts.add("some versions are unrecoverable");
    }
    if (map.recoverable().isEmpty()) {
      parts.add("no versions are recoverable");
    } else if (map.recoverable().size() > 1) {
      parts.add("multiple versions are recoverable");
    }
    if (map.best().isPresent() && good < total) {
      parts.add("%d shares (enc %d-of-%d)".formatted(good, needed, total));
    }
    if (!damaged.isEmpty()) {
      parts.add("Corrupt Shares:");
      damaged.forEach(bad -> parts.add(bad.place().toString()));
    }
    return healthy && damaged.isEmpty()
        ? "Healthy"
        : "Unhealthy: " + String.join(" ", parts) + CheckOutcome.doubts(map.silent(), lost);
  }

  private List<String> report(int good, int needed, int total) {
    List<String> report = new ArrayList<>();
    list(report, "Recoverable Versions: ", map.recoverable());
    list(report, "Unrecoverable Versions: ", map.unrecoverable());
    if (!map.unrecoverable().isEmpty()) {
      report.add("Unhealthy: some versions are unrecoverable");
    }
    if (map.recoverable().isEmpty()) {
      report.add("Unhealthy: no versions are recoverable");
    } else if (map.recoverable().size() > 1) {
      report.add("Unhealthy: there are multiple recoverable versions");
    }
    map.best().ifPresent(best -> report.add("Best Recoverable Version: " + best));
    if (map.best().isPresent() && good < total) {
      report.add(
          "Unhealthy: best version has only %d shares (encoding is %d-of-%d)"
              .formatted(good, needed, total));
    }
    if (!damaged.isEmpty()) {
      report.add("Corrupt Shares:");
      damaged.forEach(bad -> report.add(" %s: %s".formatted(bad.place(), bad.reason())));
    }
    if (!lost.isEmpty()) {
      report.add("Not read to the end:");
      lost.forEach(
          share ->
              report.add(
                  " %s: %s"
                      .formatted(
                          new Place(share.server(), share.share().value()), share.problem())));
    }
    if (!map.silent().isEmpty()) {
      report.add("Servers that did not answer:");
      map.silent()
          .forEach((server, why) -> report.add(" %s: %s".formatted(server.id().shortName(), why)));
    }
    return report;
  }

  private void list(List<String> report, String title, List<Version> versions) {
    if (!versions.isEmpty()) {
      report.add(
          title
              + versions.stream()
                  .map(version -> "%d*%s".formatted(map.of(version).size(), version))
                  .collect(Collectors.joining("/")));
    }
  }

  /** Whether the file is as it should be ({@code spec/02 §14.1}). */
  boolean needRepair() {
    // What nobody has seen to be missing is not made again.
    return new Findings(facts, map, happy, damaged, List.of()).result().needsRepair()
        || !map.bad().isEmpty();
  }

  /** The map without the shares that are damaged; they are known to be bad. */
  static ServerMap spoilt(ServerMap map, List<BadShare> damaged) {
    return map.with(List.of(), damaged);
  }
}
