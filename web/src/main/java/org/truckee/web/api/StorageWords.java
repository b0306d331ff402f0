package org.truckee.web.api;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.truckee.storage.StorageStatistics;
import org.truckee.storage.upkeep.CorruptShare;
import org.truckee.storage.upkeep.CrawlProgress;
import org.truckee.storage.upkeep.Criterion;
import org.truckee.storage.upkeep.CycleResult;
import org.truckee.storage.upkeep.Expiration;
import org.truckee.storage.upkeep.Space;
import org.truckee.storage.upkeep.StorageReport;
import org.truckee.web.pages.StorageView;

/**
 * A report of a storage server as its page says it ({@code spec/04 §16}, {@code spec/08 §20.15}).
 */
final class StorageWords {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd");
  private static final DateTimeFormatter DAY_IN_WORDS =
      DateTimeFormatter.ofPattern("dd-MMM-uuuu", Locale.ENGLISH);

  /** More would make the page useless; programs get all of them. */
  private static final int MOST_CORRUPT = 200;

  private final StorageReport report;

  StorageWords(StorageReport report) {
    this.report = report;
  }

  /** What the page shows. */
  StorageView view(String nickname, String nodeId) {
    return new StorageView(
        nickname,
        nodeId,
        report.statistics().acceptingImmutableShares(),
        disk(),
        report.statistics().disk().map(this::bar).orElse(List.of()),
        report.buckets().isPresent()
            ? Long.toString(report.buckets().getAsLong())
            : "Not computed yet",
        crawl(report.counting()),
        List.of(
            "Expiration " + removal(report.expiration()),
            rule(report.expiration()) + " " + kinds(report.expiration())),
        crawl(report.checking()),
        Stream.concat(
                report.current().map(this::current).stream(),
                report.last().map(this::last).stream())
            .toList());
  }

  private List<StorageView.Amount> disk() {
    Optional<StorageStatistics.Disk> disk = report.statistics().disk();
    return List.of(
        amount("Total disk space", disk.map(StorageStatistics.Disk::total)),
        amount("Disk space used", disk.map(StorageStatistics.Disk::used)),
        amount("Disk space free (root)", disk.map(StorageStatistics.Disk::freeForRoot)),
        amount("Disk space free (non-root)", disk.map(StorageStatistics.Disk::freeForNonRoot)),
        amount("Reserved space", Optional.of(report.statistics().reservedSpace())),
        amount("Space available to the grid", disk.map(StorageStatistics.Disk::available)));
  }

  private static StorageView.Amount amount(String name, Optional<Long> bytes) {
    return new StorageView.Amount(
        name,
        bytes.map(known -> Amounts.space(OptionalLong.of(known))).orElse("?"),
        bytes.map(String::valueOf).orElse("?"));
  }

  private List<StorageView.Part> bar(StorageStatistics.Disk disk) {
    if (disk.total() <= 0) {
      return List.of();
    }
    long kept = Math.max(0, disk.total() - disk.used() - disk.available());
    List<StorageView.Part> parts = new ArrayList<>();
    long begin = 0;
    begin = part("used", "used", disk.used(), begin, disk.total(), parts);
    begin = part("kept", "kept free", kept, begin, disk.total(), parts);
    part("free", "available to the grid", disk.available(), begin, disk.total(), parts);
    return parts;
  }

  private static long part(
      String kind, String name, long bytes, long begin, long total, List<StorageView.Part> parts) {
    String title = "%s %s".formatted(Amounts.space(OptionalLong.of(bytes)), name);
    parts.add(new StorageView.Part(kind, percent(begin, total), percent(bytes, total), title));
    return begin + bytes;
  }

  private static String percent(double part, double whole) {
    return String.format(Locale.ROOT, "%.2f", 100 * Math.clamp(part / whole, 0, 1));
  }

  private static StorageView.Crawl crawl(CrawlProgress progress) {
    return new StorageView.Crawl(
        progress(progress),
        progress.inProgress()
            ? Optional.of(String.format(Locale.ROOT, "%.1f", progress.percent()))
            : Optional.empty());
  }

  private static String removal(Expiration expiration) {
    if (expiration.lacksLimit()) {
      return "Rehearsed: without expire.override_lease_duration none is removed; below is what"
          + " would be";
    }
    return switch (expiration.removal()) {
      case SWITCHED_OFF -> "Disabled: leases are looked at, and none is removed";
      case REHEARSED -> "Rehearsed: none is removed; below is what would be";
      case DONE -> "Enabled: a lease that has run out is removed, and a share with its last one";
    };
  }

  private static String rule(Expiration expiration) {
    return switch (expiration.rule()) {
      case Expiration.Age(Optional<Duration> limit) when limit.isPresent() ->
          "A lease runs out %s after it was made or last renewed.".formatted(Amounts.time(limit));
      case Expiration.Age _ ->
          "A lease runs out when it was granted to, 31 days after it was made or renewed as a"
              + " rule.";
      case Expiration.CutoffDate(Instant moment) ->
          "A lease has run out if it was made or last renewed before %s (%s) UTC."
              .formatted(
                  DAY.format(moment.atZone(ZoneOffset.UTC)),
                  DAY_IN_WORDS.format(moment.atZone(ZoneOffset.UTC)));
    };
  }

  private static String kinds(Expiration expiration) {
    return expiration.kinds().stream()
        .map(kind -> kind.word())
        .sorted()
        .collect(Collectors.joining(" and ", "This is about shares that are ", "."));
  }

  private static String progress(CrawlProgress progress) {
    String cycle =
        progress.perCycle().isPresent()
            ? " (a round takes about %s)".formatted(Amounts.time(progress.perCycle()))
            : "";
    if (!progress.inProgress()) {
      return "The next round begins in %s%s.".formatted(Amounts.time(progress.nextStep()), cycle);
    }
    String left =
        progress
            .left()
            .map(time -> ", about %s left".formatted(Amounts.time(Optional.of(time))))
            .orElse("");
    String next =
        progress.nextStep().isPresent()
            ? ", goes on in %s".formatted(Amounts.time(progress.nextStep()))
            : "";
    return "This round is %.1f%% done%s%s%s.".formatted(progress.percent(), left, next, cycle);
  }

  private StorageView.Cycle current(StorageReport.Current current) {
    return cycle(
        "This round so far",
        "",
        List.of(
            found("were removed so far", current.soFar(), Criterion.ACTUAL),
            found("will be removed in all of it, about", current.whole(), Criterion.ACTUAL),
            found("have only leases that ran out as granted", current.soFar(), Criterion.ORIGINAL),
            found("expire as configured", current.soFar(), Criterion.CONFIGURED),
            found("were looked at", current.soFar(), Criterion.EXAMINED)),
        current.corrupt());
  }

  private StorageView.Cycle last(CycleResult last) {
    Duration took = Duration.between(last.begun(), last.ended());
    Duration ago = Duration.between(last.ended(), report.at());
    return cycle(
        "The last whole round",
        "It took %s and finished %s ago.%s"
            .formatted(
                Amounts.time(Optional.of(took)),
                Amounts.time(Optional.of(ago.isNegative() ? Duration.ZERO : ago)),
                last.removed() ? "" : " Nothing was removed: expiration was off."),
        List.of(
            found("were removed", last.space(), Criterion.ACTUAL),
            found(
                last.removed() ? "expired as configured" : "would have been removed as configured",
                last.space(),
                Criterion.CONFIGURED),
            found("were looked at", last.space(), Criterion.EXAMINED)),
        last.corrupt());
  }

  private static StorageView.Cycle cycle(
      String title, String remark, List<StorageView.Found> found, List<CorruptShare> corrupt) {
    return new StorageView.Cycle(
        title,
        remark,
        found,
        corrupt.stream()
            .limit(MOST_CORRUPT)
            .map(share -> "share %2$d of %1$s".formatted(share.bucket(), share.number()))
            .toList(),
        corrupt.size());
  }

  private static StorageView.Found found(
      String what, Map<Criterion, Space> spaces, Criterion criterion) {
    Optional<Space> known = Optional.ofNullable(spaces.get(criterion));
    return known
        .map(
            space ->
                new StorageView.Found(
                    what,
                    Long.toString(space.shares()),
                    Long.toString(space.buckets()),
                    space.mutableBuckets() + " / " + space.immutableBuckets(),
                    Amounts.space(OptionalLong.of(space.bytes())),
                    "%s / %s"
                        .formatted(
                            Amounts.space(OptionalLong.of(space.mutableBytes())),
                            Amounts.space(OptionalLong.of(space.immutableBytes())))))
        .orElse(new StorageView.Found(what, "?", "?", "? / ?", "unknown", "unknown / unknown"));
  }
}
