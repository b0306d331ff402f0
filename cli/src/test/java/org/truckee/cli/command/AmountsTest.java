package org.truckee.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 seconds",
    "1, 1 second",
    "119, 119 seconds",
    "120, 2 minutes",
    "10799, 179 minutes",
    "10800, 3 hours",
    "172799, 47 hours",
    "172800, 2 days",
    "5183999, 59 days",
    "5184000, 2 months",
    "126143999, 48 months",
    "126144000, 4 years"
  })
  void timeIsToldInUnitsThatFit(long seconds, String words) {
    assertThat(Amounts.seconds(seconds)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "0, '(0 B, 0 B)'",
    "1023, '(1023 B, 1023 B)'",
    "1024, '(1.02 kB, 1.00 kiB)'",
    "1048633, '(1.05 MB, 1.00 MiB)'"
  })
  void bytesAreToldInBothUnits(long bytes, String words) {
    assertThat(Amounts.bothUnits(bytes)).isEqualTo(words);
  }
}
