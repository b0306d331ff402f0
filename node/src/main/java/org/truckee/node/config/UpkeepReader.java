package org.truckee.node.config;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.truckee.storage.ShareKind;
import org.truckee.storage.upkeep.Expiration;
import org.truckee.storage.upkeep.Expiration.Removal;

/** Reads the options {@code expire.*} of {@code tahoe.cfg}, and ours of the crawlers. */
final class UpkeepReader {
  private static final String SECTION = "storage";
  private static final String MODE = "expire.mode";
  private static final String LIMIT = "expire.override_lease_duration";
  private static final String CUTOFF = "expire.cutoff_date";
  private static final int PERCENT = 100;
  private static final int USUAL_PERCENT = 10;

  private final Options tahoe;
  private final Options truckee;
  private final IniFile file;
  private final List<String> notices;

  /** What the operator should know is added to {@code notices}. */
  UpkeepReader(Options tahoe, Options truckee, IniFile file, List<String> notices) {
    this.tahoe = tahoe;
    this.truckee = truckee;
    this.file = file;
    this.notices = notices;
  }

  UpkeepSettings read() throws ConfigurationException {
    return new UpkeepSettings(expiration(), delay(), share());
  }

  private Expiration expiration() throws ConfigurationException {
    boolean enabled = tahoe.flag(SECTION, "expire.enabled", false);
    Expiration expiration = new Expiration(rule(enabled), kinds(), removal(enabled));
    if (expiration.lacksLimit()) {
      notices.add(
          "[storage]expire.mode = age without expire.override_lease_duration removes nothing, as"
              + " with Tahoe-LAFS 1.20; the storage status tells what would go. To have leases end"
              + " when they run out write expire.override_lease_duration = 31 days");
    }
    return expiration;
  }

  private Removal removal(boolean enabled) throws ConfigurationException {
    boolean rehearsed = truckee.flag(SECTION, "expire.dry_run", false);
    if (rehearsed && enabled) {
      notices.add(
          "[storage]expire.dry_run in truckee.cfg: leases and shares that have ended are reported,"
              + " not removed");
    }
    if (rehearsed) {
      return Removal.REHEARSED;
    }
    return enabled ? Removal.DONE : Removal.SWITCHED_OFF;
  }

  private Expiration.Rule rule(boolean enabled) throws ConfigurationException {
    Optional<Duration> limit = duration(tahoe, LIMIT);
    Optional<String> mode = tahoe.text(SECTION, MODE);
    if (mode.isEmpty() && enabled) {
      throw missing(MODE);
    }
    return switch (mode.orElse("age")) {
      case "age" -> new Expiration.Age(limit);
      case "cutoff-date" -> new Expiration.CutoffDate(cutoff());
      case String other ->
          throw tahoe.bad(
              SECTION,
              MODE,
              "GC mode '%s' must be 'age' or 'cutoff-date'".formatted(other),
              "write one of the two");
    };
  }

  private Instant cutoff() throws ConfigurationException {
    Optional<String> text = tahoe.text(SECTION, CUTOFF);
    if (text.isEmpty()) {
      throw missing(CUTOFF);
    }
    Optional<Instant> date = Spans.date(text.get());
    if (date.isEmpty()) {
      throw tahoe.bad(SECTION, CUTOFF, "Not a date: " + text.get(), "write it as 2026-01-31");
    }
    return date.get();
  }

  private ConfigurationException missing(String option) {
    return new ConfigurationException(
        "'%s' is missing the [%s]%s entry".formatted(file.name(), SECTION, option));
  }

  private Set<ShareKind> kinds() throws ConfigurationException {
    Set<ShareKind> kinds = EnumSet.noneOf(ShareKind.class);
    if (tahoe.flag(SECTION, "expire.immutable", true)) {
      kinds.add(ShareKind.IMMUTABLE);
    }
    if (tahoe.flag(SECTION, "expire.mutable", true)) {
      kinds.add(ShareKind.MUTABLE);
    }
    return kinds;
  }

  private Optional<Duration> delay() throws ConfigurationException {
    return duration(truckee, "crawler.delay");
  }

  private double share() throws ConfigurationException {
    int percent = truckee.integer(SECTION, "crawler.percent", USUAL_PERCENT);
    if (percent < 1 || percent > PERCENT) {
      throw truckee.bad(
          SECTION, "crawler.percent", "Not a part of the time: " + percent, "write 1 to 100");
    }
    return percent / (double) PERCENT;
  }

  private static Optional<Duration> duration(Options options, String option)
      throws ConfigurationException {
    Optional<String> text = options.text(SECTION, option);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> duration = Spans.duration(text.get());
    if (duration.isEmpty()) {
      throw options.bad(
          SECTION,
          option,
          "Not a duration: " + text.get(),
          "write a number and one of " + Spans.UNITS + ", such as 60 days");
    }
    return duration;
  }
}
