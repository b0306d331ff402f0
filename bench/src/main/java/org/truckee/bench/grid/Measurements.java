package org.truckee.bench.grid;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** All results of a run, in the units of their rows. */
final class Measurements {

  private final Duration roundTrip;
  private final Map<Row, Map<Contender, List<Double>>> results = new EnumMap<>(Row.class);

  Measurements(Duration roundTrip) {
    this.roundTrip = roundTrip;
  }

  void add(Row row, Contender contender, Duration took) {
    double value =
        switch (row.unit()) {
          case MILLISECONDS -> took.toNanos() / 1e6;
          case ROUND_TRIPS -> (double) took.toNanos() / roundTrip.toNanos();
        };
    results
        .computeIfAbsent(row, _ -> new EnumMap<>(Contender.class))
        .computeIfAbsent(contender, _ -> new ArrayList<>())
        .add(value);
  }

  List<Double> of(Row row, Contender contender) {
    return List.copyOf(results.getOrDefault(row, Map.of()).getOrDefault(contender, List.of()));
  }

  OptionalDouble median(Row row, Contender contender) {
    double[] sorted =
        of(row, contender).stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    int middle = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }

  /** The median of the faster of the reference's modes among the contenders. */
  OptionalDouble fasterReference(Row row, Collection<Contender> contenders) {
    return contenders.stream()
        .filter(Contender::isReference)
        .flatMapToDouble(contender -> median(row, contender).stream())
        .min();
  }
}
