package org.truckee.node.statistics;

import java.util.Optional;
import java.util.function.Supplier;
import org.truckee.storage.upkeep.StorageFigures;
import org.truckee.web.api.StatisticsReport;

/**
 * What the storage server of a node has done and what it has left ({@code spec/04 §15}).
 *
 * @param current asks the server
 */
public record StorageNumbers(Supplier<StorageFigures> current) implements StatisticsProvider {
  @Override
  public void report(StatisticsReport report) {
    StorageFigures figures = current.get();
    figures.counters().forEach(report::counter);
    figures.stats().forEach((name, number) -> report(name, number, report));
  }

  private static void report(String name, Optional<Number> number, StatisticsReport report) {
    switch (number.orElse(null)) {
      case null -> report.unknown(name);
      case Long whole -> report.stat(name, whole);
      case Integer whole -> report.stat(name, whole.longValue());
      case Number real -> report.stat(name, real.doubleValue());
    }
  }
}
