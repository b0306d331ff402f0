package org.truckee.cli.command;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells below one another ({@code spec/10 §4.4}). */
public final class Columns {
  private static final String CAPABILITY = "URI";

  private Columns() {}

  /** What a terminal makes of a cell, which takes no room. */
  @FunctionalInterface
  public interface Marking {
    /** The cell as it is, with marks around it or without. */
    String marked(int row, int column, String cell);
  }

  /**
   * A line for each row. Cells stand to the right of their column, but capabilities, and a column
   * that is the only one, to the left.
   *
   * @param rows all of the same length
   */
  public static List<String> lines(List<List<String>> rows) {
    return lines(rows, (row, column, cell) -> cell);
  }

  /** The same, with marks. */
  public static List<String> lines(List<List<String>> rows, Marking marking) {
    List<StringBuilder> lines = new ArrayList<>();
    rows.forEach(row -> lines.add(new StringBuilder()));
    int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
    for (int i = 0; i < columns; i++) {
      int column = i;
      append(rows, column, marking, lines);
    }
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }

  private static void append(
      List<List<String>> rows, int column, Marking marking, List<StringBuilder> lines) {
    List<String> cells = rows.stream().map(row -> row.get(column)).toList();
    boolean alone = rows.getFirst().size() == 1;
    int width = cells.stream().mapToInt(Columns::width).max().orElse(0);
    boolean left = alone || cells.stream().anyMatch(cell -> cell.startsWith(CAPABILITY));
    for (int i = 0; i < cells.size(); i++) {
      StringBuilder line = lines.get(i);
      String padding = " ".repeat(width - width(cells.get(i)));
      String cell = marking.marked(i, column, cells.get(i));
      line.append(line.isEmpty() ? "" : " ");
      line.append(left ? cell + padding : padding + cell);
    }
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
