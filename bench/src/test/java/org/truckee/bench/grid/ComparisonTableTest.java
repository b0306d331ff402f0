package org.truckee.bench.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTableTest {

  private final Measurements measurements = new Measurements(Duration.ofMillis(50));

  @Test
  void truckeeIsSetAgainstTheMedianOfTheFasterModeOfTheReference() {
    add(Row.UPLOAD, Contender.REFERENCE_HTTPS, 900, 1_000, 5_000);
    add(Row.UPLOAD, Contender.REFERENCE_FOOLSCAP, 800, 700, 100);
    add(Row.UPLOAD, Contender.TRUCKEE, 200, 70, 100);

    assertThat(table(Row.UPLOAD)).contains("| 1000.0 | 700.0 | 100.0 (7.0 x) |");
  }

  @Test
  void farRowsAreCountedInRoundTrips() {
    add(Row.FAR_PUT, Contender.REFERENCE_HTTPS, 250);
    add(Row.FAR_PUT, Contender.TRUCKEE, 100, 150);

    assertThat(table(Row.FAR_PUT)).contains("| round trips | 5.0 |  | 2.5 (2.0 x) |");
  }

  @Test
  void withoutAReferenceThereAreOnlyMedians() {
    add(Row.UPLOAD, Contender.TRUCKEE, 200);

    assertThat(table(Row.UPLOAD)).contains("|  |  | 200.0 |");
  }

  private void add(Row row, Contender contender, int... milliseconds) {
    for (int value : milliseconds) {
      measurements.add(row, contender, Duration.ofMillis(value));
    }
  }

  private String table(Row row) {
    List<Contender> contenders =
        List.of(Contender.REFERENCE_HTTPS, Contender.REFERENCE_FOOLSCAP, Contender.TRUCKEE);
    return new ComparisonTable(measurements, contenders).of(List.of(row));
  }
}
