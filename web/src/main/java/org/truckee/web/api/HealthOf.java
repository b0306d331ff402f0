package org.truckee.web.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.CheckResult;
import org.truckee.grid.GridServer;
import org.truckee.grid.MutableCheckResult;
import org.truckee.grid.ShareLocation;
import org.truckee.web.pages.Fact;
import org.truckee.web.pages.GridHealth.State;
import org.truckee.web.pages.Notes;
import org.truckee.web.pages.ShareHealth;
import org.truckee.web.pages.SharePicture;

/** What a check found, for people ({@code spec/08 §20.5}). */
final class HealthOf {
  private static final Pattern MUTABLE_SHARE =
      Pattern.compile("seq([0-9]+)-([a-z2-7]+)-sh([0-9]+)");

  private final CheckOutcome result;

  /** All that was found, whatever its version. */
  private final List<Found> found = new ArrayList<>();

  /** By the names of versions, the newest first. */
  private final SortedMap<Version, SortedMap<Integer, Set<GridServer>>> versions =
      new TreeMap<>(
          Comparator.comparing(Version::number, Long::compareUnsigned)
              .reversed()
              .thenComparing(Version::hash));

  private final Optional<Version> best;

  /** A version of a mutable file. */
  private record Version(long number, String hash) {
    String name() {
      return "%s (%s)".formatted(Long.toUnsignedString(number), hash);
    }
  }

  /** A share on a server. */
  private record Found(GridServer server, int number, SharePicture.State state) {}

  private HealthOf(CheckOutcome result) {
    this.result = result;
    switch (result) {
      case CheckResult immutable ->
          immutable
              .shareMap()
              .forEach((share, servers) -> note(share.value(), servers, SharePicture.State.GOOD));
      case MutableCheckResult mutable -> mutable.shareMap().forEach(this::noteVersion);
    }
    best =
        versions.entrySet().stream()
            .filter(each -> each.getValue().size() >= result.needed())
            .map(Map.Entry::getKey)
            .findFirst()
            .or(() -> versions.keySet().stream().findFirst());
    versions.forEach(
        (version, shares) -> {
          SharePicture.State state =
              best.filter(version::equals).isPresent()
                  ? SharePicture.State.GOOD
                  : SharePicture.State.OLD;
          shares.forEach((share, servers) -> note(share, servers, state));
        });
    for (ShareLocation place : result.corrupt()) {
      note(place.share().value(), Set.of(place.server()), SharePicture.State.CORRUPT);
    }
  }

  private void noteVersion(String name, Set<GridServer> servers) {
    Matcher parts = MUTABLE_SHARE.matcher(name);
    if (parts.matches()) {
      versions
          .computeIfAbsent(
              new Version(Long.parseUnsignedLong(parts.group(1)), parts.group(2)),
              _ -> new TreeMap<>())
          .put(Integer.valueOf(parts.group(3)), servers);
    }
  }

  private void note(int share, Collection<GridServer> servers, SharePicture.State state) {
    servers.forEach(server -> found.add(new Found(server, share, state)));
  }

  /** The health of what was checked. */
  static ShareHealth of(CheckOutcome result) {
    return new HealthOf(result).view();
  }

  private ShareHealth view() {
    List<GridServer> servers = servers();
    return new ShareHealth(
        state(),
        title(),
        sentence(),
        result.summary(),
        advice(),
        result.index().toString(),
        facts(),
        SharePicture.of(servers.stream().map(this::holder).toList(), result.expected(), present()),
        versionRows(),
        servers.stream()
            .map(
                server ->
                    new ShareHealth.Holder(name(server), server.id().longName(), held(server)))
            .toList(),
        notes());
  }

  private State state() {
    if (!result.recoverable()) {
      return State.BAD;
    }
    return result.healthy() && result.corrupt().isEmpty() && result.wellSpread()
        ? State.GOOD
        : State.DOUBTFUL;
  }

  private String title() {
    if (!result.recoverable()) {
      return "Not Recoverable";
    }
    return result.healthy() ? "Healthy" : "Not Healthy";
  }

  private String sentence() {
    if (result.good() == 0) {
      return "No share was found.";
    }
    String servers = result.goodHosts() == 1 ? "one server" : result.goodHosts() + " servers";
    return result.good() >= result.expected()
        ? "All %d shares are there, on %s.".formatted(result.expected(), servers)
        : "%d of %d shares %s there, on %s; %d are needed."
            .formatted(
                result.good(),
                result.expected(),
                result.good() == 1 ? "is" : "are",
                servers,
                result.needed());
  }

  private String advice() {
    if (!result.recoverable()) {
      String wait =
          result.silent().isEmpty()
              ? "Servers that are not connected may have more: wait for them."
              : "%s did not answer and may have more: wait for them, or ask their operators."
                  .formatted(count(result.silent().size(), "server"));
      return "It cannot be read now. " + wait;
    }
    int spare = result.happiness() - result.needed();
    String loss =
        spare <= 0
            ? "It may be lost with a single server."
            : "It can be read without any %s of its servers."
                .formatted(spare == 1 ? "one" : Integer.toString(spare));
    if (!result.healthy()) {
      return loss
          + (result.good() < result.expected()
              ? " Repair it, to make again what is missing."
              : " Repair it, so that all servers have the same version.");
    }
    if (!result.corrupt().isEmpty()) {
      return loss + " Some copies are damaged; their servers have been told.";
    }
    return result.wellSpread()
        ? loss
        : loss + " Its shares lie on fewer servers than new files would: a repair spreads them.";
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact(
            "Shares",
            "%d of %d, %d needed".formatted(result.good(), result.expected(), result.needed())));
    facts.add(new Fact("Servers with shares", Integer.toString(result.goodHosts())));
    facts.add(new Fact("Happiness", Integer.toString(result.happiness())));
    facts.add(
        new Fact(
            "Servers that answered",
            "%d of %d"
                .formatted(
                    result.responding().size(),
                    result.responding().size() + result.silent().size())));
    facts.add(new Fact("Corrupt shares", Integer.toString(result.corrupt().size())));
    if (result instanceof MutableCheckResult mutable) {
      facts.add(new Fact("Wrong shares", Integer.toString(mutable.wrongShares())));
      facts.add(
          new Fact(
              "Versions",
              "%d recoverable, %d not"
                  .formatted(mutable.recoverableVersions(), mutable.unrecoverableVersions())));
    }
    return facts;
  }

  private List<ShareHealth.Version> versionRows() {
    return versions.entrySet().stream()
        .map(
            each ->
                new ShareHealth.Version(
                    each.getKey().name(),
                    best.filter(each.getKey()::equals).isPresent(),
                    each.getValue().size() >= result.needed(),
                    each.getValue().size(),
                    (int)
                        each.getValue().values().stream().flatMap(Set::stream).distinct().count()))
        .toList();
  }

  /** Those with shares first, then those without, then the silent. */
  private List<GridServer> servers() {
    Set<GridServer> all = new TreeSet<>(Comparator.comparing(GridServer::id));
    found.forEach(each -> all.add(each.server()));
    all.addAll(result.responding());
    all.addAll(result.silent().keySet());
    return all.stream()
        .sorted(
            Comparator.comparing((GridServer server) -> result.silent().containsKey(server))
                .thenComparing(server -> shares(server).isEmpty())
                .thenComparing(HealthOf::name))
        .toList();
  }

  private List<Found> shares(GridServer server) {
    return found.stream().filter(each -> each.server().equals(server)).toList();
  }

  private SharePicture.Holder holder(GridServer server) {
    return new SharePicture.Holder(
        nickname(server),
        !result.silent().containsKey(server),
        shares(server).stream()
            .map(each -> new SharePicture.Share(each.number(), each.state()))
            .toList());
  }

  private SortedSet<Integer> present() {
    SortedSet<Integer> present = new TreeSet<>();
    found.stream()
        .filter(each -> each.state() == SharePicture.State.GOOD)
        .forEach(each -> present.add(each.number()));
    return present;
  }

  private String held(GridServer server) {
    if (result.silent().containsKey(server)) {
      return "did not answer";
    }
    List<String> held = new ArrayList<>();
    for (SharePicture.State state : SharePicture.State.values()) {
      SortedSet<Integer> numbers = new TreeSet<>();
      shares(server).stream()
          .filter(each -> each.state() == state)
          .forEach(each -> numbers.add(each.number()));
      if (!numbers.isEmpty()) {
        String text = SharePicture.numbers(numbers);
        held.add(state == SharePicture.State.GOOD ? text : "%s %s".formatted(text, state.word()));
      }
    }
    return held.isEmpty() ? "none" : String.join("; ", held);
  }

  private List<Notes> notes() {
    List<Notes> notes = new ArrayList<>();
    add(notes, "Corrupt shares", problems(result.corrupt()));
    if (result instanceof CheckResult immutable) {
      add(notes, "Shares of unknown versions", problems(immutable.incompatible()));
    }
    add(notes, "Shares that were not read to the end", problems(result.lost()));
    add(
        notes,
        "Servers that did not answer",
        result.silent().entrySet().stream()
            .map(each -> "%s: %s".formatted(name(each.getKey()), each.getValue()))
            .sorted()
            .toList());
    if (result instanceof MutableCheckResult mutable && !mutable.healthy()) {
      notes.add(new Notes("Report", mutable.report(), true));
    }
    return notes;
  }

  private static void add(List<Notes> notes, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      notes.add(new Notes(title, lines));
    }
  }

  private static List<String> problems(List<ShareLocation> shares) {
    return shares.stream()
        .map(
            place ->
                "share %s on %s: %s"
                    .formatted(place.share(), name(place.server()), place.problem()))
        .toList();
  }

  private static String nickname(GridServer server) {
    return server.nickname().isEmpty() ? server.id().shortName() : server.nickname();
  }

  /** What people call a server, with the beginning of its id. */
  static String name(GridServer server) {
    return server.nickname().isEmpty()
        ? server.id().shortName()
        : "%s (%s)".formatted(server.nickname(), server.id().shortName());
  }

  private static String count(int number, String what) {
    return number == 1 ? "One " + what : "%d %ss".formatted(number, what);
  }
}
