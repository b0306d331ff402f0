package org.truckee.web.pages;

import java.util.OptionalLong;

/**
 * A storage server as pages show it.
 *
 * @param name what people call it
 * @param id its long name
 * @param connected whether it answers now
 * @param summary the state of the connection in words
 * @param heardAgo how long ago it last answered, in words
 * @param heardAt when exactly; empty if never
 * @param space bytes that it offers
 * @param room the same in words
 * @param version name and version of its software
 */
public record ServerRow(
    String name,
    String id,
    boolean connected,
    String summary,
    String heardAgo,
    String heardAt,
    OptionalLong space,
    String room,
    String version) {
  /** Whether it answers and takes something. */
  public boolean roomy() {
    return connected && space.orElse(1) > 0;
  }

  /** As style sheets call its state. */
  public String state() {
    if (!connected) {
      return "down";
    }
    return roomy() ? "up" : "full";
  }
}
