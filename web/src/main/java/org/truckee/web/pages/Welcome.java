package org.truckee.web.pages;

import java.util.List;
import org.truckee.grid.EncodingParameters;

/**
 * What the first page shows.
 *
 * @param nickname what the operator calls the node; may be empty
 * @param nodeId the identity of its Tub; may be empty
 * @param health how the grid is
 * @param servers all that are known
 * @param introducers a line for each
 * @param encoding how new files are spread
 * @param transfers what was lately done, the last one first
 * @param services what the node does for others, a line for each
 * @param time now
 * @param version of this program
 */
public record Welcome(
    String nickname,
    String nodeId,
    GridHealth health,
    List<ServerRow> servers,
    List<String> introducers,
    EncodingParameters encoding,
    List<Transfer> transfers,
    List<Service> services,
    String time,
    String version) {
  /**
   * Something that the node does for others.
   *
   * @param place where it is told of, from the root of the site
   * @param text how it is
   */
  public record Service(String name, String place, String text) {}

  /** How many servers answer. */
  public long connected() {
    return servers.stream().filter(ServerRow::connected).count();
  }

  /** The servers, drawn. */
  public GridPicture picture() {
    return GridPicture.of(servers);
  }
}
