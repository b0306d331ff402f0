package org.truckee.web.pages;

import java.util.List;

/**
 * Some lines about one matter.
 *
 * @param title the matter
 * @param lines in the order in which they are shown
 * @param folded whether they are shown only to who asks for them
 */
public record Notes(String title, List<String> lines, boolean folded) {
  /** Copies the list. */
  public Notes {
    lines = List.copyOf(lines);
  }

  /** Lines that everybody shall see. */
  public Notes(String title, List<String> lines) {
    this(title, lines, false);
  }
}
