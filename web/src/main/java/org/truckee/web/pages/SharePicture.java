package org.truckee.web.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * Which server holds which share, drawn: a row for each server, a column for each share.
 *
 * @param left where the shares begin: before that are the names of the servers
 * @param width of the picture
 * @param height of it
 * @param rows the servers
 * @param columns the numbers of the shares; none if they are too many to be read
 */
public record SharePicture(int left, int width, int height, List<Row> rows, List<Column> columns) {
  private static final int MOST_LETTERS = 24;
  private static final int LETTER = 8;
  private static final int TOP = 26;
  private static final int ROW = 26;
  private static final int WIDEST = 760;
  private static final int WIDE = 30;
  private static final int LEGIBLE = 22;

  /** More would not be looked at. */
  private static final int MOST_ROWS = 64;

  /** What is the matter with a share on a server. */
  public enum State {
    /** It is there. */
    GOOD("good"),
    /** It is of a version that is not the newest. */
    OLD("old"),
    /** It is damaged. */
    CORRUPT("corrupt");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** As style sheets call it. */
    public String word() {
      return word;
    }
  }

  /** A share on a server. */
  public record Share(int number, State state) {}

  /**
   * A server and its shares.
   *
   * @param name what people call it
   * @param answered whether it said what it has
   */
  public record Holder(String name, boolean answered, List<Share> shares) {}

  /**
   * A server as it is drawn.
   *
   * @param y of its middle
   */
  public record Row(String name, boolean answered, int y, List<Dot> dots) {}

  /** A share as it is drawn, at the middle of its square. */
  public record Dot(int x, int size, String state, String text) {}

  /** The head of a column, at its middle. */
  public record Column(int x, int number, boolean missing) {}

  /**
   * Draws them.
   *
   * @param total how many different shares there should be
   * @param present the numbers of the good ones
   */
  public static SharePicture of(List<Holder> holders, int total, Set<Integer> present) {
    int columns = Math.max(1, total);
    int step = Math.max(2, Math.min(WIDE, WIDEST / columns));
    int left =
        2 * LETTER
            + LETTER
                * holders.stream()
                    .mapToInt(each -> shortened(each.name()).length())
                    .max()
                    .orElse(0);
    List<Row> rows = new ArrayList<>();
    for (Holder holder : holders.subList(0, Math.min(MOST_ROWS, holders.size()))) {
      int y = TOP + rows.size() * ROW + ROW / 2;
      List<Dot> dots =
          holder.shares().stream()
              .filter(share -> share.number() < columns)
              .map(share -> dot(holder, share, left + middle(share.number(), step), step))
              .toList();
      rows.add(new Row(shortened(holder.name()), holder.answered(), y, dots));
    }
    List<Column> heads = new ArrayList<>();
    for (int number = 0; number < columns && step >= LEGIBLE; number++) {
      heads.add(new Column(left + middle(number, step), number, !present.contains(number)));
    }
    return new SharePicture(
        left, left + columns * step + 10, TOP + rows.size() * ROW + 6, List.copyOf(rows), heads);
  }

  private static Dot dot(Holder holder, Share share, int x, int step) {
    return new Dot(
        x,
        Math.max(2, Math.min(18, step - 4)),
        share.state().word(),
        "share %d on %s: %s".formatted(share.number(), holder.name(), share.state().word()));
  }

  private static int middle(int number, int step) {
    return number * step + step / 2;
  }

  private static String shortened(String name) {
    return name.length() <= MOST_LETTERS ? name : name.substring(0, MOST_LETTERS - 1) + "…";
  }

  /** The numbers of shares, such as {@code 0–3, 7}. */
  public static String numbers(SortedSet<Integer> shares) {
    StringBuilder text = new StringBuilder();
    int first = -1;
    int last = -1;
    for (int share : shares) {
      if (share != last + 1 || first < 0) {
        append(text, first, last);
        first = share;
      }
      last = share;
    }
    append(text, first, last);
    return text.toString();
  }

  private static void append(StringBuilder text, int first, int last) {
    if (first < 0) {
      return;
    }
    text.append(text.isEmpty() ? "" : ", ").append(first);
    if (last > first) {
      text.append(last == first + 1 ? ", " : "–").append(last);
    }
  }
}
