package org.truckee.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code spec/11 §B5}: never before 30 days, always after 60, in between more and more likely. */
class RecheckTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, 0.0, false",
    "30, 0.0, false",
    "31, 0.0, true",
    "45, 0.49, true",
    "45, 0.5, false",
    "59, 0.96, true",
    "59, 0.97, false",
    "60, 0.999999, true",
    "20000, 0.999999, true",
    "-5, 0.0, false",
  })
  void isTheMoreLikelyTheLongerAgoTheLastOneWas(int days, double chance, boolean due) {
    Recheck recheck = new Recheck(() -> NOW, () -> chance);
    assertThat(recheck.isDue(NOW.minus(Duration.ofDays(days)))).isEqualTo(due);
  }
}
