package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "1000, 1000B",
    "1001, 1.0kB",
    "1000000, 1000.0kB",
    "1500000, 1.50MB",
    "1000000000, 1000.00MB",
    "2500000000, 2.50GB"
  })
  void sizes(long bytes, String text) {
    assertThat(Quantities.size(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "900, 1us",
    "500000, 500us",
    "1500000, 1.5ms",
    "10000000, 10ms",
    "999000000, 999ms",
    "1250000000, 1.25s",
    "10000000000, 10 seconds",
    "119000000000, 119 seconds",
    "120000000000, 2 minutes",
    "10800000000000, 3 hours",
    "172800000000000, 2 days",
    "5184000000000000, 2 months",
    "126144000000000000, 4 years"
  })
  void durations(long nanos, String text) {
    assertThat(Quantities.duration(Duration.ofNanos(nanos))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"-1, -", "0, 0s", "59, 59s", "61, 1m_1s", "3600, 1h_0m_0s", "90061, 1d_1h_1m_1s"})
  void ages(long seconds, String text) {
    assertThat(Quantities.age(Duration.ofSeconds(seconds))).isEqualTo(text.replace('_', '\u00a0'));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.02 kB",
    "1500000, 1.50 MB",
    "7000000000000, 7.00 TB"
  })
  void space(long bytes, String text) {
    assertThat(Quantities.space(bytes)).isEqualTo(text);
  }

  @Test
  void ratesAndParts() {
    assertThat(Quantities.rate(5_000_000, Duration.ofSeconds(2))).isEqualTo("2.50MBps");
    assertThat(Quantities.rate(5_000, Duration.ofSeconds(2))).isEqualTo("2.5kBps");
    assertThat(Quantities.rate(5, Duration.ZERO)).isEmpty();
    assertThat(Quantities.percent(0.123)).isEqualTo("12.3%");
  }
}
