package org.truckee.web.pages;

import java.util.List;

/**
 * A page that says something, such as why something cannot be done.
 *
 * @param heading in a few words
 * @param lines the rest
 * @param links of a list, if it is one
 */
public record MessageView(String heading, List<String> lines, List<Link> links) {
  /** Without a list. */
  public MessageView(String heading, List<String> lines) {
    this(heading, lines, List.of());
  }

  /** Something of a list. */
  public record Link(String name, String address) {}
}
