package org.truckee.web.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The servers around this node, a dot for each, on rings. The coordinates are of a square from -100
 * to 100.
 *
 * @param dots in the order of the servers
 */
public record GridPicture(List<Dot> dots) {
  private static final int INNERMOST = 40;
  private static final int OUTERMOST = 84;
  private static final int[] GAPS = {30, 22, 15, 10, 7, 5};
  private static final double SMALLEST = 0.22;
  private static final double LARGEST = 0.42;
  private static final double LITTLE = 1e9;
  private static final double MUCH = 1e13;

  /**
   * One server.
   *
   * @param x from left to right
   * @param y from top to bottom
   * @param radius of the dot, by its room
   * @param server whose it is
   */
  public record Dot(String x, String y, String radius, ServerRow server) {}

  /** A picture of all of them; of more than some five hundred only the first. */
  public static GridPicture of(List<ServerRow> servers) {
    int gap = gap(servers.size());
    List<Dot> dots = new ArrayList<>();
    int placed = 0;
    for (int radius = OUTERMOST; radius >= INNERMOST && placed < servers.size(); radius -= gap) {
      int onRing = Math.min(room(radius, gap), servers.size() - placed);
      for (int i = 0; i < onRing; i++) {
        double angle = 2 * Math.PI * i / onRing - Math.PI / 2;
        ServerRow server = servers.get(placed + i);
        dots.add(
            new Dot(
                number(radius * Math.cos(angle)),
                number(radius * Math.sin(angle)),
                number(gap * size(server.space())),
                server));
      }
      placed += onRing;
    }
    return new GridPicture(List.copyOf(dots));
  }

  /** The largest distance between dots at which all have a place. */
  private static int gap(int servers) {
    for (int gap : GAPS) {
      int room = 0;
      for (int radius = OUTERMOST; radius >= INNERMOST; radius -= gap) {
        room += room(radius, gap);
      }
      if (room >= servers) {
        return gap;
      }
    }
    return GAPS[GAPS.length - 1];
  }

  private static int room(int radius, int gap) {
    return (int) (2 * Math.PI * radius / gap);
  }

  /** From a gigabyte to ten terabytes, on a logarithmic scale. */
  private static double size(OptionalLong space) {
    double bytes = Math.clamp((double) space.orElse(0), LITTLE, MUCH);
    return SMALLEST + (LARGEST - SMALLEST) * Math.log(bytes / LITTLE) / Math.log(MUCH / LITTLE);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
