package org.truckee.cli.command;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells below one another ({@code spec/10 §4.4}). */
public final class Columns {
  private static final String CAPABILITY = "URI";

  private Columns() {}

  /**
   * A line for each row. Cells stand to the right of their column, but capabilities, and a column
   * that is the only one, to the left.
   *
   * @param rows all of the same length
   */
  public static List<String> lines(List<List<String>> rows) {
    List<StringBuilder> lines = new ArrayList<>();
    rows.forEach(row -> lines.add(new StringBuilder()));
    int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
    for (int i = 0; i < columns; i++) {
      int column = i;
      append(rows.stream().map(row -> row.get(column)).toList(), columns == 1, lines);
    }
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }

  private static void append(List<String> cells, boolean alone, List<StringBuilder> lines) {
    int width = cells.stream().mapToInt(Columns::width).max().orElse(0);
    boolean left = alone || cells.stream().anyMatch(cell -> cell.startsWith(CAPABILITY));
    for (int i = 0; i < cells.size(); i++) {
      StringBuilder line = lines.get(i);
      String padding = " ".repeat(width - width(cells.get(i)));
      line.append(line.isEmpty() ? "" : " ");
      line.append(left ? cells.get(i) + padding : padding + cells.get(i));
    }
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
