package org.truckee.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.storage.ShareKind;
import org.truckee.storage.upkeep.Expiration;

/** The options {@code expire.*}, as the reference reads them. */
class UpkeepOptionsTest {
  private static UpkeepSettings upkeep(String tahoe, String truckee) throws ConfigurationException {
    return NodeConfiguration.of(
            IniFile.parse("tahoe.cfg", "[storage]\n" + tahoe),
            IniFile.parse("truckee.cfg", "[storage]\n" + truckee),
            Path.of("/srv/node"))
        .storage()
        .orElseThrow()
        .upkeep();
  }

  @ParameterizedTest
  @CsvSource({
    "7days, 604800",
    "7 days, 604800",
    "1day, 86400",
    "31DAYS, 2678400",
    "2mo, 5356800",
    "2 month, 5356800",
    "2months, 5356800",
    "1year, 31536000",
    "2 years, 63072000",
    "60s, 60",
    "60 second, 60",
    "60seconds, 60",
    "' 5 days ', 432000",
  })
  void durationsAreRead(String text, long seconds) throws Exception {
    Expiration expiration =
        upkeep("expire.mode = age\nexpire.override_lease_duration = " + text, "").expiration();
    assertThat(expiration.rule())
        .isEqualTo(new Expiration.Age(Optional.of(Duration.ofSeconds(seconds))));
    assertThat(Spans.duration(text)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5m", "5h", "1.5days", "-1day", "days", "5 days ago"})
  void otherDurationsAreRefused(String text) {
    assertThatThrownBy(() -> upkeep("expire.override_lease_duration = " + text, ""))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("[storage]expire.override_lease_duration")
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @CsvSource({
    "2009-03-12, 1236816000",
    "2026-01-01, 1767225600",
    "1970-01-01, 0",
    "2009-02-30, 1235952000",
  })
  void datesAreRead(String text, long seconds) throws Exception {
    assertThat(
            upkeep("expire.mode = cutoff-date\nexpire.cutoff_date = " + text, "")
                .expiration()
                .rule())
        .isEqualTo(new Expiration.CutoffDate(Instant.ofEpochSecond(seconds)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2009-3-12", "12-Mar-2009", "2009-13-01", "2009-01-32", "2009-01-00", "x"})
  void otherDatesAreRefused(String text) {
    assertThatThrownBy(() -> upkeep("expire.mode = cutoff-date\nexpire.cutoff_date = " + text, ""))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("[storage]expire.cutoff_date");
  }

  @Test
  void whatIsMissingOrUnknownIsNamed() {
    assertThatThrownBy(() -> upkeep("expire.enabled = true", ""))
        .hasMessage("'tahoe.cfg' is missing the [storage]expire.mode entry");
    assertThatThrownBy(() -> upkeep("expire.mode = cutoff-date", ""))
        .hasMessage("'tahoe.cfg' is missing the [storage]expire.cutoff_date entry");
    assertThatThrownBy(() -> upkeep("expire.mode = sometimes", ""))
        .hasMessageContaining("GC mode 'sometimes' must be 'age' or 'cutoff-date'");
    assertThatThrownBy(() -> upkeep("expire.immutable = perhaps", ""))
        .hasMessageContaining("[storage]expire.immutable");
    assertThatThrownBy(() -> upkeep("", "crawler.percent = 0"))
        .hasMessageContaining("[storage]crawler.percent");
  }

  @Test
  void withoutThemNothingIsRemoved() throws Exception {
    assertThat(upkeep("", "")).isEqualTo(UpkeepSettings.USUAL);
    assertThat(upkeep("", "").expiration().removes()).isFalse();
  }

  @Test
  void kindsAndTheDryRunAreChosen() throws Exception {
    Expiration expiration =
        upkeep(
                "expire.enabled = 1\nexpire.mode = age\nexpire.override_lease_duration = 1 day\n"
                    + "expire.mutable = off",
                "expire.dry_run = yes")
            .expiration();
    assertThat(expiration.kinds()).isEqualTo(Set.of(ShareKind.IMMUTABLE));
    assertThat(expiration.removal()).isEqualTo(Expiration.Removal.REHEARSED);
    assertThat(expiration.removes()).isFalse();
  }
}
