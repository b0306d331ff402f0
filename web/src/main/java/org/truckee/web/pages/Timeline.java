package org.truckee.web.pages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What happened when, drawn: a lane for each actor, time from left to right. The coordinates are of
 * a picture 1000 wide.
 *
 * @param height of the picture
 * @param ticks of the time
 * @param lanes from top to bottom
 */
public record Timeline(int height, List<Tick> ticks, List<Lane> lanes) {
  /** Where the lanes begin: to the left are their names. */
  public static final int LEFT = 200;

  private static final int RIGHT = 985;
  private static final int TOP = 26;
  private static final int ROW = 13;
  private static final int GAP = 7;

  /** More rows than these would not be looked at: what is left is drawn over the last one. */
  private static final int MOST_ROWS = 12;

  private static final int MOST_TICKS = 6;

  /** Less than this is not seen. */
  private static final double LEAST_WIDTH = 1.5;

  /**
   * Something that took time.
   *
   * @param from when it began, in seconds
   * @param to when it ended
   * @param look as style sheets call it; empty for the colour of the lane
   * @param text tells of it to who points at it
   */
  public record Span(double from, double to, String look, String text) {}

  /**
   * What one actor did.
   *
   * @param name who it is
   * @param color of its spans, as style sheets write colours; may be empty
   */
  public record Track(String name, String color, List<Span> spans) {}

  /** A mark of the time, and what it says. */
  public record Tick(String x, String text) {}

  /**
   * A track as it is drawn.
   *
   * @param y of its name
   */
  public record Lane(String name, String color, int y, List<Bar> bars) {}

  /** A span as it is drawn. */
  public record Bar(String x, int y, String width, String look, String text) {}

  /**
   * Draws tracks.
   *
   * @param end of the time that is shown, in seconds
   */
  public static Timeline of(double end, List<Track> tracks) {
    double scale = (RIGHT - LEFT) / Math.max(end, 1e-6);
    List<Lane> lanes = new ArrayList<>();
    int top = TOP;
    for (Track track : tracks) {
      Rows rows = new Rows(scale, top);
      track.spans().stream().sorted(Comparator.comparingDouble(Span::from)).forEach(rows::draw);
      lanes.add(new Lane(track.name(), track.color(), top + ROW - 3, rows.bars()));
      top += Math.max(1, rows.count()) * ROW + GAP;
    }
    return new Timeline(top, ticks(end, scale), List.copyOf(lanes));
  }

  private static List<Tick> ticks(double end, double scale) {
    double step = step(end);
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i * step <= end && ticks.size() <= MOST_TICKS; i++) {
      ticks.add(new Tick(number(LEFT + i * step * scale), time(i * step)));
    }
    return ticks;
  }

  /** The smallest round time of which not too many are in the whole. */
  private static double step(double end) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(end, 1e-6) / MOST_TICKS)));
    for (int factor : new int[] {1, 2, 5}) {
      if (end / (power * factor) <= MOST_TICKS) {
        return power * factor;
      }
    }
    return power * 10;
  }

  private static String time(double seconds) {
    if (seconds == 0) {
      return "0";
    }
    if (seconds < 0.001) {
      return plain(seconds * 1e6) + " µs";
    }
    return seconds < 1 ? plain(seconds * 1e3) + " ms" : plain(seconds) + " s";
  }

  private static String plain(double value) {
    return value >= 1
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** The rows of one lane. What follows so closely that nobody could tell it apart becomes one. */
  private static final class Rows {
    private final double scale;
    private final int top;
    private final List<List<Drawn>> rows = new ArrayList<>();

    private record Drawn(double x, double end, String look, String text, int number) {}

    Rows(double scale, int top) {
      this.scale = scale;
      this.top = top;
    }

    int count() {
      return rows.size();
    }

    void draw(Span span) {
      double x = LEFT + span.from() * scale;
      double end = Math.max(x + LEAST_WIDTH, LEFT + span.to() * scale);
      Drawn drawn = new Drawn(x, Math.min(end, RIGHT + LEAST_WIDTH), span.look(), span.text(), 1);
      for (List<Drawn> row : rows) {
        Drawn last = row.getLast();
        if (last.end() <= x) {
          row.add(drawn);
          return;
        }
        if (isTiny(last) && isTiny(drawn) && last.look().equals(drawn.look())) {
          row.set(
              row.size() - 1,
              new Drawn(last.x(), drawn.end(), last.look(), last.text(), last.number() + 1));
          return;
        }
      }
      if (rows.size() < MOST_ROWS) {
        rows.add(new ArrayList<>(List.of(drawn)));
      } else {
        rows.getLast().add(drawn);
      }
    }

    private static boolean isTiny(Drawn drawn) {
      return (drawn.end() - drawn.x()) / drawn.number() <= LEAST_WIDTH;
    }

    List<Bar> bars() {
      List<Bar> bars = new ArrayList<>();
      for (int row = 0; row < rows.size(); row++) {
        for (Drawn drawn : rows.get(row)) {
          bars.add(
              new Bar(
                  number(drawn.x()),
                  top + row * ROW,
                  number(drawn.end() - drawn.x()),
                  drawn.look(),
                  drawn.number() == 1
                      ? drawn.text()
                      : "%s, and %d more".formatted(drawn.text(), drawn.number() - 1)));
        }
      }
      return bars;
    }
  }
}
