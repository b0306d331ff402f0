package org.truckee.bench.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The medians of a run as a Markdown table. */
final class ComparisonTable {

  private final Measurements measurements;
  private final List<Contender> contenders;

  ComparisonTable(Measurements measurements, List<Contender> contenders) {
    this.measurements = measurements;
    this.contenders = contenders;
  }

  /** One line for each row; Truckee's medians with how many times the faster reference they are. */
  String of(List<Row> rows) {
    StringBuilder table = new StringBuilder();
    List<String> heads = new ArrayList<>(List.of("median of", "unit"));
    contenders.forEach(contender -> heads.add(contender.label()));
    line(table, heads);
    line(table, heads.stream().map(_ -> "---").toList());
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.label(), unit(row)));
      contenders.forEach(contender -> cells.add(cell(row, contender)));
      line(table, cells);
    }
    return table.toString();
  }

  private String cell(Row row, Contender contender) {
    OptionalDouble median = measurements.median(row, contender);
    if (median.isEmpty()) {
      return "";
    }
    OptionalDouble reference = measurements.fasterReference(row, contenders);
    if (contender.isReference() || reference.isEmpty()) {
      return String.format(Locale.ROOT, "%.1f", median.getAsDouble());
    }
    return String.format(
        Locale.ROOT,
        "%.1f (%.1f x)",
        median.getAsDouble(),
        reference.getAsDouble() / median.getAsDouble());
  }

  private static String unit(Row row) {
    return switch (row.unit()) {
      case MILLISECONDS -> "ms";
      case ROUND_TRIPS -> "round trips";
    };
  }

  static void line(StringBuilder table, List<String> cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
