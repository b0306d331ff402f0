package org.truckee.web.pages;

import java.util.List;

/**
 * What the page of an upload helper shows.
 *
 * @param running whether there is one
 * @param now what it has at hand
 * @param counted what it has done since its start
 */
public record HelperView(boolean running, List<Line> now, List<Line> counted) {
  /** One number. */
  public record Line(String name, String value) {}
}
