package org.truckee.web.pages;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * A figure over the last hour, drawn on a field of 360 by 100.
 *
 * @param title what it is
 * @param now its last value in words
 * @param most its largest value in words
 * @param line through all values, in the words of SVG
 * @param area below that line
 */
public record Chart(String title, String now, String most, String line, String area) {
  private static final double WIDTH = 360;
  private static final double HEIGHT = 100;
  private static final double HOUR = 3600;

  /**
   * A value.
   *
   * @param secondsAgo how long ago
   */
  public record Point(double secondsAgo, double value) {}

  /**
   * A chart of values, the oldest first.
   *
   * @param words for a value
   */
  public static Chart of(String title, List<Point> points, DoubleFunction<String> words) {
    if (points.isEmpty()) {
      return new Chart(title, "nothing yet", "", "", "");
    }
    double most = points.stream().mapToDouble(Point::value).max().orElse(0);
    StringBuilder line = new StringBuilder();
    for (Point point : points) {
      double x = WIDTH - WIDTH * point.secondsAgo() / HOUR;
      double y = HEIGHT - (most > 0 ? (HEIGHT - 4) * Math.max(0, point.value()) / most : 0);
      line.append(line.isEmpty() ? "M" : "L").append(number(x)).append(' ').append(number(y));
    }
    double first = WIDTH - WIDTH * points.getFirst().secondsAgo() / HOUR;
    double last = WIDTH - WIDTH * points.getLast().secondsAgo() / HOUR;
    String area =
        "%sL%s %sL%s %sZ"
            .formatted(line, number(last), number(HEIGHT), number(first), number(HEIGHT));
    return new Chart(
        title, words.apply(points.getLast().value()), words.apply(most), line.toString(), area);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
