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

  /** A line for each row, with marks. */
  public static List<String> lines(List<List<String>> rows, Marking marking) {
    List<String> lines = new ArrayList<>();
    each(rows, marking, lines::add);
    return lines;
  }

  /** Takes lines one after the other. */
  @FunctionalInterface
  public interface Lines<E extends Exception> {
    void take(String line) throws E;
  }

  /** Hands out a line for each row: of many no more is in memory than the cells. */
  public static <E extends Exception> void each(
      List<List<String>> rows, Marking marking, Lines<E> lines) throws E {
    int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
    int[] widths = new int[columns];
    boolean[] left = new boolean[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], width(row.get(column)));
        left[column] |= columns == 1 || row.get(column).startsWith(CAPABILITY);
      }
    }
    for (int row = 0; row < rows.size(); row++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String text = rows.get(row).get(column);
        String padding = " ".repeat(widths[column] - width(text));
        String cell = marking.marked(row, column, text);
        line.append(line.isEmpty() ? "" : " ");
        line.append(left[column] ? cell + padding : padding + cell);
      }
      lines.take(line.toString().stripTrailing());
    }
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
