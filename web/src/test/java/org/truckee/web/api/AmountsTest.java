package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts are said as the reference says them. */
class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1, 1 B",
    "999, 999 B",
    "1000, 1000 B",
    "1023, 1023 B",
    "1024, 1.02 kB",
    "1500, 1.50 kB",
    "999999, 1000.00 kB",
    "1000000, 1.00 MB",
    "1000000000, 1.00 GB",
    "1000000000000, 1.00 TB",
    "1000000000000000, 1.00 PB",
    "1000000000000000000, 1.00 EB",
    "12345678901, 12.35 GB",
  })
  void space(long bytes, String text) {
    assertThat(Amounts.space(OptionalLong.of(bytes))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0us",
    "1.5e-06, 2us",
    "0.0012, 1.2ms",
    "0.05, 50ms",
    "0.5, 500ms",
    "1, 1.00s",
    "1.234, 1.23s",
    "9.999, 10.00s",
    "10, 10 seconds",
    "119, 119 seconds",
    "120, 2 minutes",
    "3600, 60 minutes",
    "10799, 179 minutes",
    "10800, 3 hours",
    "172799, 47 hours",
    "172800, 2 days",
    "5183999, 59 days",
    "5184000, 2 months",
    "126143999, 48 months",
    "126144000, 4 years",
  })
  void time(double seconds, String text) {
    assertThat(Amounts.time(Optional.of(Duration.ofNanos(Math.round(seconds * 1e9)))))
        .isEqualTo(text);
  }

  @Test
  void whatIsNotKnown() {
    assertThat(Amounts.space(OptionalLong.empty())).isEqualTo("unknown");
    assertThat(Amounts.time(Optional.empty())).isEmpty();
  }
}
