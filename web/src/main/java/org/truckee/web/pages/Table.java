package org.truckee.web.pages;

import java.util.List;

/**
 * Things of one kind, one below the other.
 *
 * @param title what they are
 * @param columns what the cells of a row are, of which there are as many
 * @param rows may be many: made one by one while they are written
 */
public record Table(String title, List<String> columns, Iterable<Row> rows) {
  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return !rows.iterator().hasNext();
  }

  /**
   * One of them.
   *
   * @param color of the server that it is about, as style sheets write colours; empty if of none
   */
  public record Row(String color, List<Cell> cells) {
    /** One that is about no server. */
    public Row(List<Cell> cells) {
      this("", cells);
    }
  }

  /**
   * A piece of a row.
   *
   * @param text what is in it
   * @param address where it leads; empty if nowhere
   * @param look as style sheets call it; empty for plain text
   */
  public record Cell(String text, String address, String look) {
    /** Plain text. */
    public static Cell of(String text) {
      return new Cell(text, "", "");
    }

    /** Something to be proud of, or not. */
    public static Cell judged(String text, boolean good) {
      return new Cell(text, "", good ? "up" : "down");
    }

    /** Text that leads somewhere. */
    public static Cell link(String text, String address) {
      return new Cell(text, address, "");
    }

    /** A long number or the like. */
    public static Cell code(String text) {
      return new Cell(text, "", "code");
    }
  }
}
