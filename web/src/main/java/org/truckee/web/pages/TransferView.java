package org.truckee.web.pages;

import java.util.List;
import java.util.Optional;

/**
 * What the page of one operation of the grid shows: an upload, a download, or one on a mutable
 * file.
 *
 * @param heading what kind of operation it is
 * @param status how it stands, in words
 * @param active whether it goes on
 * @param percent how far it is, 0 to 100
 * @param verdict who was slow; empty if nobody was, or that is not known
 * @param size in bytes; empty if it has none, or tells it otherwise
 * @param facts what is known of it
 * @param timeline when what happened; empty if that is not known
 * @param servers what each did, the slowest first; may be empty
 * @param tables all the details
 * @param json where programs find it
 */
public record TransferView(
    String heading,
    String status,
    boolean active,
    int percent,
    String verdict,
    String size,
    List<Fact> facts,
    Optional<Timeline> timeline,
    List<ServerWork> servers,
    List<Table> tables,
    String json) {
  /**
   * What one server did.
   *
   * @param name what people call it
   * @param color that it has on this page
   * @param part how long its bar is, 0 to 100
   * @param text its time and more, in words
   */
  public record ServerWork(String name, String color, int part, String text) {}
}
