package org.truckee.web.api;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.truckee.storage.StorageStatistics;
import org.truckee.storage.upkeep.CorruptShare;
import org.truckee.storage.upkeep.CrawlProgress;
import org.truckee.storage.upkeep.Criterion;
import org.truckee.storage.upkeep.CycleResult;
import org.truckee.storage.upkeep.Expiration;
import org.truckee.storage.upkeep.Space;
import org.truckee.storage.upkeep.StorageReport;

/** The page of a storage server for people ({@code spec/04 §16}, {@code spec/08 §20.15}). */
final class StorageReportHtml {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd");
  private static final DateTimeFormatter DAY_IN_WORDS =
      DateTimeFormatter.ofPattern("dd-MMM-uuuu", Locale.ENGLISH);

  /** More would make the page useless; programs get all of them. */
  private static final int MOST_CORRUPT = 200;

  private final StorageReport report;

  StorageReportHtml(StorageReport report) {
    this.report = report;
  }

  /** The body of the page. */
  String text(String nickname, String nodeId) {
    return """
    <header>
    <h1>Storage Server Status</h1>
    <p class="lead">%s · node <code>%s</code></p>
    </header>
    <section>
    <h2>Disk</h2>
    %s
    <ul>
    <li>Accepting new shares: %s</li>
    <li>Total buckets: %s (the number of files and directories for which this server is holding a \
    share)<ul><li>%s</li></ul></li>
    </ul>
    </section>
    <section>
    <h2>Lease Expiration Crawler</h2>
    %s
    </section>
    <footer><a href="storage?t=json">JSON</a></footer>
    """
        .formatted(
            Escapes.html(nickname),
            Escapes.html(nodeId),
            disk(),
            report.statistics().acceptingImmutableShares() ? "Yes" : "No",
            report.buckets().isPresent() ? report.buckets().getAsLong() : "Not computed yet",
            progress(report.counting()),
            leases());
  }

  private String disk() {
    Optional<StorageStatistics.Disk> disk = report.statistics().disk();
    return """
    <div class="scroll"><table><tbody>
    %s%s%s%s%s%s</tbody></table></div>
    """
        .formatted(
            row("Total disk space", disk.map(StorageStatistics.Disk::total)),
            row("Disk space used", disk.map(StorageStatistics.Disk::used)),
            row("Disk space free (root)", disk.map(StorageStatistics.Disk::freeForRoot)),
            row("Disk space free (non-root)", disk.map(StorageStatistics.Disk::freeForNonRoot)),
            row("Reserved space", Optional.of(report.statistics().reservedSpace())),
            row("Space Available to Tahoe", disk.map(StorageStatistics.Disk::available)));
  }

  private static String row(String name, Optional<Long> bytes) {
    String value =
        bytes
            .map(known -> "%s</td><td>(%d)".formatted(Amounts.space(OptionalLong.of(known)), known))
            .orElse("?</td><td>(?)");
    return "<tr><td>%s:</td><td>%s</td></tr>\n".formatted(name, value);
  }

  private String leases() {
    StringBuilder text = new StringBuilder();
    Expiration expiration = report.expiration();
    text.append("<ul>\n<li>Expiration %s</li>\n".formatted(removal(expiration)));
    text.append("<li>%s %s</li>\n".formatted(rule(expiration), kinds(expiration)));
    text.append("<li>%s</li>\n</ul>\n".formatted(progress(report.checking())));
    report.current().ifPresent(current -> text.append(current(current)));
    report.last().ifPresent(last -> text.append(last(last)));
    return text.toString();
  }

  private static String removal(Expiration expiration) {
    if (expiration.lacksLimit()) {
      return "Rehearsed: without expire.override_lease_duration no leases will be removed; below is"
          + " what would be";
    }
    return switch (expiration.removal()) {
      case SWITCHED_OFF -> "Disabled: scan-only mode, no leases will be removed";
      case REHEARSED -> "Rehearsed: dry run, no leases will be removed; below is what would be";
      case DONE -> "Enabled: expired leases will be removed";
    };
  }

  private static String rule(Expiration expiration) {
    return switch (expiration.rule()) {
      case Expiration.Age(Optional<Duration> limit) when limit.isPresent() ->
          "Leases created or last renewed more than %s ago will be considered expired."
              .formatted(Amounts.time(limit));
      case Expiration.Age _ ->
          "Leases will expire naturally, probably 31 days after creation or renewal.";
      case Expiration.CutoffDate(Instant moment) ->
          "Leases created or last renewed before %s (%s) UTC will be considered expired."
              .formatted(
                  DAY.format(moment.atZone(ZoneOffset.UTC)),
                  DAY_IN_WORDS.format(moment.atZone(ZoneOffset.UTC)));
    };
  }

  private static String kinds(Expiration expiration) {
    return expiration.kinds().stream()
        .map(kind -> kind.word())
        .sorted()
        .collect(Collectors.joining(" ", "The following sharetypes will be expired: ", "."));
  }

  private static String progress(CrawlProgress progress) {
    String cycle =
        progress.perCycle().isPresent()
            ? " (estimated cycle time %s)".formatted(Amounts.time(progress.perCycle()))
            : "";
    if (!progress.inProgress()) {
      return "Next crawl in %s%s".formatted(Amounts.time(progress.nextStep()), cycle);
    }
    String left = progress.left().map(time -> " (ETA %ds)".formatted(time.toSeconds())).orElse("");
    String next =
        progress.nextStep().isPresent()
            ? " (next work in %s)".formatted(Amounts.time(progress.nextStep()))
            : "";
    return "Current crawl %.1f%% complete%s%s%s".formatted(progress.percent(), left, next, cycle);
  }

  private String current(StorageReport.Current current) {
    return """
    <h3>Current cycle so far</h3>
    <ul>
    <li>recovered: %s</li>
    <li>whole cycle: recovered about %s</li>
    <li>shares whose leases all ran out: %s</li>
    <li>shares that expire as configured: %s</li>
    <li>and saw a total of %s</li>
    </ul>
    %s\
    """
        .formatted(
            space(current.soFar(), Criterion.ACTUAL),
            space(current.whole(), Criterion.ACTUAL),
            space(current.soFar(), Criterion.ORIGINAL),
            space(current.soFar(), Criterion.CONFIGURED),
            space(current.soFar(), Criterion.EXAMINED),
            corrupt(current.corrupt()));
  }

  private String last(CycleResult last) {
    Duration took = Duration.between(last.begun(), last.ended());
    Duration ago = Duration.between(last.ended(), report.at());
    String rehearsal =
        last.removed()
            ? ""
            : "<li>but expiration was not enabled. If it had been, it would have recovered: %s</li>\n"
                .formatted(space(last.space(), Criterion.CONFIGURED));
    return """
    <h3>Last complete cycle</h3>
    <ul>
    <li>Last complete cycle (which took %s and finished %s ago) recovered: %s</li>
    <li>and saw a total of %s</li>
    %s</ul>
    %s\
    """
        .formatted(
            Amounts.time(Optional.of(took)),
            Amounts.time(Optional.of(ago.isNegative() ? Duration.ZERO : ago)),
            space(last.space(), Criterion.ACTUAL),
            space(last.space(), Criterion.EXAMINED),
            rehearsal,
            corrupt(last.corrupt()));
  }

  private static String space(Map<Criterion, Space> spaces, Criterion criterion) {
    Optional<Space> known = Optional.ofNullable(spaces.get(criterion));
    return known
        .map(
            space ->
                "%d shares, %d buckets (%d mutable / %d immutable), %s (%s / %s)"
                    .formatted(
                        space.shares(),
                        space.buckets(),
                        space.mutableBuckets(),
                        space.immutableBuckets(),
                        Amounts.space(OptionalLong.of(space.bytes())),
                        Amounts.space(OptionalLong.of(space.mutableBytes())),
                        Amounts.space(OptionalLong.of(space.immutableBytes()))))
        .orElse("? shares, ? buckets (? mutable / ? immutable), unknown (unknown / unknown)");
  }

  private static String corrupt(List<CorruptShare> corrupt) {
    if (corrupt.isEmpty()) {
      return "";
    }
    return corrupt.stream()
        .limit(MOST_CORRUPT)
        .map(
            share ->
                "<li>SI %s shnum %d</li>\n".formatted(Escapes.html(share.bucket()), share.number()))
        .collect(
            Collectors.joining(
                "",
                "<h3>Corrupt shares</h3>\n<p>%d shares could not be read:</p>\n<ul>\n"
                    .formatted(corrupt.size()),
                "</ul>\n"));
  }
}
